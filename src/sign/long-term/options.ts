import type { ValidationData } from '../../formats/pdf/index.ts';
import type { CertificateSource, Limits, Random, TimestampAuthority } from '../../foundation/core/index.ts';
import type { RevocationFetcher } from '../../foundation/pki/index.ts';
import type { RevocationMode, TrustAnchors } from '../../foundation/validation/index.ts';

/** Levels that a signature can be brought to after it was made (ETSI EN 319 122-1 and 319 142-1, clause 6). */
export type ExtensionLevel = 'B-T' | 'B-LT' | 'B-LTA';

/** Levels from the lowest; `none`: the attributes of a baseline signature are missing. */
export type SignatureLevel = 'none' | 'B-B' | ExtensionLevel;

/** Where validation data comes from, and what it must prove. */
export interface LongTermOptions {
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
  /**
   * `refuse` (unset): VALIDATION_DATA_MISSING where anything is missing, and nothing is written. `report`: what can be
   * extended is, and `missing` in the result names the rest. A broken signature is refused in both.
   */
  readonly incomplete?: 'refuse' | 'report';
  readonly limits?: Partial<Limits>;
}

/** Options of one extension, whatever the format. */
export interface ExtendOptions extends LongTermOptions {
  /** The present: data must be fresh then, and timestamps must tell about this time. */
  readonly at: Date;
  /** Needed for B-T and B-LTA, and for B-LT where a signature has no timestamp. */
  readonly tsa?: TimestampAuthority;
  /** Nonce of timestamp requests. */
  readonly random?: Random;
}

/** Something that validation needs, that is not there. No names of persons: certificates by issuer and serial number. */
export interface MissingData {
  /** Id of the signature or timestamp in the file, as `verify` reports it. */
  readonly signature: string;
  readonly what: 'certificate' | 'revocation' | 'trust' | 'timestamp';
  /** Issuer and serial number of the certificate in question. */
  readonly certificate?: { readonly issuer: string; readonly serialNumber: string };
  /** What is missing, and what to do about it. */
  readonly detail: string;
  /** What was asked in vain. */
  readonly asked: readonly { readonly url: string; readonly failure: string }[];
}
