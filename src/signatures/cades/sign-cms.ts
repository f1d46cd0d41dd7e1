import { buildSignedData, buildSignerInfo, CMS_OID, encodeAttribute } from '../../foundation/cms/index.ts';
import {
  equalBytes,
  type Random,
  type Signer,
  type SignerInfo,
  type SignOptions,
  type TimestampAuthority,
  YinxinError,
} from '../../foundation/core/index.ts';
import {
  type AlgorithmProfile,
  assertAlgorithmAllowed,
  type DigestName,
  digest,
  digestLength,
} from '../../foundation/crypto/index.ts';
import { obtainTimestamp } from '../../foundation/pki/index.ts';
import type { Certificate } from '../../foundation/x509/index.ts';
import { type CmsNaming, type CmsProfile, cmsNaming } from './algorithms.ts';
import { makeValue } from './make-value.ts';
import { encodeSignedAttributes } from './signed-attributes.ts';
import { signerCertificate } from './signer-certificate.ts';

/** What is signed: the bytes, or their digest (then the CMS is detached). */
export type CmsContent =
  | { readonly bytes: Uint8Array }
  | { readonly digest: Uint8Array; readonly hash: DigestName };

/** Options of {@link signCms}. */
export interface SignCmsOptions {
  readonly signer: Signer;
  readonly content: CmsContent;
  readonly detached: boolean;
  /** Time the signer claims; CAdES carries it, and the certificate must be in its dates then. */
  readonly claimedTime?: Date;
  /** `CAdES` when unset. */
  readonly profile?: CmsProfile;
  /** Algorithms that a rule allows; unset: all that the library makes. */
  readonly algorithmProfile?: AlgorithmProfile;
  /** Further signed attributes, DER. */
  readonly signedAttributes?: readonly Uint8Array[];
  /** Unsigned attributes, DER. */
  readonly unsignedAttributes?: readonly Uint8Array[];
  /** Further certificates to embed, DER. */
  readonly certificates?: readonly Uint8Array[];
  /** Certificates (DER) that the signature covers elsewhere in the file: not embedded. */
  readonly certificatesElsewhere?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  /** Asked for a signature timestamp (B-T). */
  readonly tsa?: TimestampAuthority;
  /** Nonce of the timestamp request. */
  readonly random?: Random;
  readonly signOptions?: SignOptions;
}

/** A finished CMS. */
export interface SignedCms {
  readonly cms: Uint8Array;
  readonly info: SignerInfo;
  readonly certificate: Certificate;
  readonly timestamped: boolean;
}

/**
 * Makes a CMS with CAdES-B attributes (PAdES-B inside PDF; SM2 by GB/T 35275), sorted DER, value verified before use,
 * with `tsa` also a signature timestamp (B-T).
 * KEY_WITHOUT_CERTIFICATE, CERTIFICATE_EXPIRED, CERTIFICATE_KEY_USAGE, SIGNATURE_SELF_CHECK_FAILED, ARGUMENT_INVALID;
 * TIMESTAMP_FAILED when the authority fails: never a silent B-B.
 */
export async function signCms(options: SignCmsOptions): Promise<SignedCms> {
  const { signer, claimedTime } = options;
  const profile = options.profile ?? 'CAdES';
  const info = await signer.info(options.signOptions);
  assertAlgorithmAllowed(info.algorithm, options.algorithmProfile);
  const certificate = signerCertificate(info, claimedTime);
  const naming = cmsNaming(info.algorithm, profile);
  const signedAttributes = encodeSignedAttributes({
    profile,
    naming,
    contentDigest: contentDigest(options, naming),
    certificate,
    ...(claimedTime === undefined ? {} : { claimedTime }),
    extra: options.signedAttributes ?? [],
  });
  const signature = await makeValue(signer, info, certificate, signedAttributes, options.signOptions);
  const timestamp = await signatureTimestamp(signature, naming, options);
  const signerInfo = buildSignerInfo({
    certificate,
    digestAlgorithm: naming.digestAlgorithm,
    signedAttributes,
    signatureAlgorithm: naming.signatureAlgorithm,
    signature,
    unsignedAttributes: [...(options.unsignedAttributes ?? []), ...timestamp],
  });
  const cms = buildSignedData({
    contentType: naming.contentType,
    eContentType: naming.data,
    ...(!options.detached && 'bytes' in options.content ? { eContent: options.content.bytes } : {}),
    digestAlgorithms: [naming.digestAlgorithm],
    certificates: embeddedCertificates(info, options),
    crls: options.crls ?? [],
    signerInfos: [signerInfo],
  });
  return { cms, info, certificate, timestamped: timestamp.length > 0 };
}

/**
 * The signer's chain and what the caller adds, each once. What stands under the signature elsewhere (a DSS in the
 * same revision) is left out, but for the signer's own certificate: nothing signs the certificates of a CMS.
 */
export function embeddedCertificates(
  info: SignerInfo,
  options: Pick<SignCmsOptions, 'certificates' | 'certificatesElsewhere'>,
): Uint8Array[] {
  const [own, ...chain] = info.chain ?? [];
  const elsewhere = options.certificatesElsewhere ?? [];
  const out: Uint8Array[] = own === undefined ? [] : [own];
  for (const certificate of [...chain, ...(options.certificates ?? [])]) {
    if (![...out, ...elsewhere].some((known) => equalBytes(known, certificate))) out.push(certificate);
  }
  return out;
}

function contentDigest(options: SignCmsOptions, naming: CmsNaming): Uint8Array {
  const { content } = options;
  if ('bytes' in content) return digest(naming.hash, content.bytes);
  if (!options.detached) {
    throw new YinxinError('ARGUMENT_INVALID', 'an attached signature holds its content: give the bytes');
  }
  if (content.hash !== naming.hash || content.digest.length !== digestLength(naming.hash)) {
    throw new YinxinError('ARGUMENT_INVALID', `this signer digests with ${naming.hash}: give that digest`, {
      details: { hash: naming.hash, given: content.hash },
    });
  }
  return content.digest;
}

/** Attribute with a token over the signature value (ETSI EN 319 122-1 5.3); empty without an authority. */
async function signatureTimestamp(
  signature: Uint8Array,
  naming: CmsNaming,
  options: SignCmsOptions,
): Promise<Uint8Array[]> {
  if (options.tsa === undefined) return [];
  const hash = naming.hash === 'sm3' ? 'sm3' : 'sha256';
  const token = await obtainTimestamp(options.tsa, hash, digest(hash, signature), {
    ...(options.random === undefined ? {} : { random: options.random }),
    ...(options.signOptions === undefined ? {} : { signOptions: options.signOptions }),
  });
  return [encodeAttribute(CMS_OID.signatureTimestamp, token)];
}
