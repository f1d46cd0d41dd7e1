import type { CertificateSource, ValidationData } from '../../core/index.ts';
import type { RevocationFetcher } from '../../pki/index.ts';
import type { RevocationMode, TrustAnchors } from '../options.ts';

/** Where validation data comes from, and what it must prove. */
export interface CollectOptions {
  /**
   * Whom to believe. Chains must end at these anchors. Unset: at any self-signed certificate that is in the file, was
   * supplied or was fetched; that completes the data and says nothing about trust.
   */
  readonly trust?: TrustAnchors;
  /** Data at hand, DER; asked before anything is fetched. */
  readonly validationData?: Partial<ValidationData>;
  /** Asked for CRLs and OCSP responses that are not at hand. Unset: nothing is fetched. */
  readonly revocationFetcher?: RevocationFetcher;
  /** Asked for CA certificates that are not at hand. Unset: nothing is fetched. */
  readonly certificateSource?: CertificateSource;
  /**
   * For which certificates revocation must be proved. Unset: `require`, every one below the anchor (ETSI EN 319 142-1
   * 6.3). `require-where-declared`: those that name a CRL or OCSP service.
   */
  readonly revocation?: RevocationMode;
  /** Admits SHA-1, RSA below 2048 bits and the like in signatures that are there. Unset: they are not extended. */
  readonly allowLegacy?: boolean;
}
