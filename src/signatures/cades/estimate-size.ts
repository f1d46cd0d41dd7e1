import { buildSignedData, buildSignerInfo } from '../../foundation/cms/index.ts';
import type { SignerInfo } from '../../foundation/core/index.ts';
import { digestLength } from '../../foundation/crypto/index.ts';
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

/** A time may take two octets more (GeneralizedTime), each of its nested lengths one. */
const SLACK = 32;

/** Upper bound of a detached CMS in bytes, known before anything is signed. KEY_WITHOUT_CERTIFICATE. */
export function estimateCmsSize(info: SignerInfo, options: EstimateOptions = {}): number {
  const profile = options.profile ?? 'CAdES';
  const naming = cmsNaming(info.algorithm, profile);
  const certificate = signerCertificate(info, undefined);
  const signerInfo = buildSignerInfo({
    certificate,
    digestAlgorithm: naming.digestAlgorithm,
    signedAttributes: encodeSignedAttributes({
      profile,
      naming,
      contentDigest: new Uint8Array(digestLength(naming.hash)),
      certificate,
      claimedTime: certificate.notBefore,
      extra: options.signedAttributes ?? [],
    }),
    signatureAlgorithm: naming.signatureAlgorithm,
    signature: new Uint8Array(info.maxSignatureSize),
    unsignedAttributes: options.unsignedAttributes ?? [],
  });
  const cms = buildSignedData({
    contentType: naming.contentType,
    eContentType: naming.data,
    digestAlgorithms: [naming.digestAlgorithm],
    certificates: embeddedCertificates(info, options),
    crls: options.crls ?? [],
    signerInfos: [signerInfo],
  });
  return cms.length + SLACK + timestampRoom(options.timestamp);
}

function timestampRoom(timestamp: boolean | number | undefined): number {
  if (typeof timestamp === 'number') return timestamp;
  return timestamp === true ? TIMESTAMP_RESERVE : 0;
}
