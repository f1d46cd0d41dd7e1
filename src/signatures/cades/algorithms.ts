import { CMS_OID } from '../../foundation/cms/index.ts';
import type { SigningAlgorithm } from '../../foundation/core/index.ts';
import { algorithmIdentifier, type DigestName, signingSchemeOf } from '../../foundation/crypto/index.ts';

/** Which rules a CMS follows: CAdES-B for files and ASiC, PAdES-B inside PDF. */
export type CmsProfile = 'CAdES' | 'PAdES';

/** How a CMS of a profile names its parts; identifiers are DER where they are `Uint8Array`. */
export interface CmsNaming {
  readonly contentType: string;
  readonly data: string;
  readonly digestAlgorithm: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  readonly hash: DigestName;
}

/** SM2 signing as digestEncryptionAlgorithm (GB/T 35275-2017, GB/T 33560: 1.2.156.10197.1.301.1). */
const SM2_SIGN = '1.2.156.10197.1.301.1';

/**
 * Names for an algorithm, the same object each time. RSA is sha256WithRSAEncryption and the like, as RFC 5754 3.2 recommends.
 * SM2 outside PDF follows GB/T 35275 with its own content types; inside PDF the content types of CMS stay, with the
 * SM2 algorithms, because PDF readers know no others (ISO 32000-2 12.8.3.4 asks for id-signedData).
 */
export function cmsNaming(algorithm: SigningAlgorithm, profile: CmsProfile): CmsNaming {
  const which = `${profile} ${algorithm}`;
  const naming = namings.get(which) ?? newNaming(algorithm, profile);
  namings.set(which, naming);
  return naming;
}

/** One for each algorithm and profile. */
const namings = /* @__PURE__ */ new Map<string, CmsNaming>();

function newNaming(algorithm: SigningAlgorithm, profile: CmsProfile): CmsNaming {
  const scheme = signingSchemeOf(algorithm);
  const gm = algorithm === 'SM2-SM3' && profile === 'CAdES';
  return {
    contentType: gm ? CMS_OID.gmSignedData : CMS_OID.signedData,
    data: gm ? CMS_OID.gmData : CMS_OID.data,
    digestAlgorithm: scheme.digestAlgorithmIdentifier,
    signatureAlgorithm: gm ? algorithmIdentifier(SM2_SIGN) : scheme.signatureAlgorithmIdentifier,
    hash: scheme.hash,
  };
}
