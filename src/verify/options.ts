import type { CertificateSource, FileInput } from '../foundation/core/index.ts';
import type { RevocationFetcher } from '../foundation/pki/index.ts';
import type { JudgeOptions } from '../foundation/validation/index.ts';

/** What a license must be for the caller; a mismatch is `not-usable`. Unset fields expect nothing. */
export interface LicenseExpectation {
  readonly holderCode?: string;
  readonly type?: string;
  readonly issuer?: string;
  readonly identifier?: string;
}

/** Ports that bring what is not at hand. Where both are unset nothing is fetched. */
export interface OnlinePorts {
  /** Asked for CRLs and OCSP responses, at the places that certificates name. */
  readonly revocationFetcher?: RevocationFetcher;
  /** Asked for certificates of CAs, at the places that certificates name. */
  readonly certificateSource?: CertificateSource;
}

/** Options of {@link Verify}. `at`, `trust` and `revocation` are required: nothing is believed by default. */
export interface VerifyOptions extends JudgeOptions, OnlinePorts {
  /** Name of the file for the report; `file` when unset. */
  readonly name?: string;
  /** Content of a detached signature. */
  readonly detached?: FileInput;
  /** Files that are together one data group of an evidence record; with `evidence` the file itself is one of them. */
  readonly data?: readonly FileInput[];
  /**
   * What stands beside the file as proof: evidence records (RFC 4998) over it, and sidecars of validation data (ZIP, of
   * `collectValidationData`). What a good one proves to have existed can save older signatures in the file. A record
   * proves the data of a sidecar where the sidecar stands in `data` too.
   */
  readonly evidence?: readonly FileInput[];
  /** Password of an encrypted PDF, as user or owner. Files that the empty password opens need none. */
  readonly password?: string;
  /** Certificate (DER) of a signer that the file does not hold (bare SM2 values in OFD). It is not trusted for being given. */
  readonly signerCertificate?: Uint8Array;
  readonly expect?: LicenseExpectation;
  /** Status lists (license states) as bytes. */
  readonly statusLists?: readonly Uint8Array[];
  /** Oldest acceptable status list, in seconds. Unset: the list’s own `exp` and `ttl` alone. */
  readonly statusMaxAgeSeconds?: number;
}
