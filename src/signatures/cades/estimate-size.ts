import { buildSignedData, buildSignerInfo } from '../../foundation/cms/index.ts';
import type { SignerInfo } from '../../foundation/core/index.ts';
import { digestLength } from '../../foundation/crypto/index.ts';
import type { Certificate } from '../../foundation/x509/index.ts';
import { type CmsProfile, cmsNaming } from './algorithms.ts';
import { embeddedCertificates } from './sign-cms.ts';
import { encodeSignedAttributes } from './signed-attributes.ts';
import { signerCertificate } from './signer-certificate.ts';

/** What else a CMS will hold; all DER. */
export interface EstimateOptions {
  readonly profile?: CmsProfile;
  readonly certificates?: readonly Uint8Array[];
  /** Certificates (DER) that the signature covers elsewhere in the file: not embedded. */
  readonly certificatesElsewhere?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly signedAttributes?: readonly Uint8Array[];
  readonly unsignedAttributes?: readonly Uint8Array[];
  /** A signature timestamp will be embedded: its room in bytes, or `true` for {@link TIMESTAMP_RESERVE}. */
  readonly timestamp?: boolean | number;
}

/** Room for a token with its chain, in bytes: tokens seen take 2 to 7 KB, with CRLs inside up to 12. */
export const TIMESTAMP_RESERVE = 16_384;

/**
 * What is added around the parts: three more length octets at each of the six levels above them (contents of the PDF
 * have at most 16 MiB), headers of six octets for the sets of certificates, CRLs and unsigned attributes, and a time
 * that is a GeneralizedTime.
 */
const SLACK = 48;

/** Upper bound of a detached CMS in bytes, known before anything is signed. KEY_WITHOUT_CERTIFICATE. */
export function estimateCmsSize(info: SignerInfo, options: EstimateOptions = {}): number {
  const own = bareSize(signerCertificate(info, undefined), info, options.profile ?? 'CAdES');
  const lists = [
    embeddedCertificates(info, options),
    options.crls,
    options.signedAttributes,
    options.unsignedAttributes,
  ];
  const parts = lists.flatMap((list) => list ?? []).reduce((sum, { length }) => sum + length, 0);
  return own + parts + SLACK + timestampRoom(options.timestamp);
}

/** A signer announces the same certificate at every signature: its frame is measured once. */
const known = /* @__PURE__ */ new WeakMap<Certificate, Map<string, number>>();

/** Size of a CMS that holds nothing but the signature. */
function bareSize(certificate: Certificate, info: SignerInfo, profile: CmsProfile): number {
  const sizes = known.get(certificate) ?? new Map<string, number>();
  known.set(certificate, sizes);
  const kind = `${profile} ${info.algorithm} ${info.maxSignatureSize}`;
  const size = sizes.get(kind) ?? buildBare(certificate, info, profile).length;
  sizes.set(kind, size);
  return size;
}

function buildBare(certificate: Certificate, info: SignerInfo, profile: CmsProfile): Uint8Array {
  const naming = cmsNaming(info.algorithm, profile);
  const signerInfo = buildSignerInfo({
    certificate,
    digestAlgorithm: naming.digestAlgorithm,
    signedAttributes: encodeSignedAttributes({
      profile,
      naming,
      contentDigest: new Uint8Array(digestLength(naming.hash)),
      certificate,
      claimedTime: certificate.notBefore,
      extra: [],
    }),
    signatureAlgorithm: naming.signatureAlgorithm,
    signature: new Uint8Array(info.maxSignatureSize),
  });
  return buildSignedData({
    contentType: naming.contentType,
    eContentType: naming.data,
    digestAlgorithms: [naming.digestAlgorithm],
    certificates: [],
    signerInfos: [signerInfo],
  });
}

function timestampRoom(timestamp: boolean | number | undefined): number {
  if (typeof timestamp === 'number') return timestamp;
  return timestamp === true ? TIMESTAMP_RESERVE : 0;
}
