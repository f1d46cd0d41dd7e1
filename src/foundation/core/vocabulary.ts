/** Main indications of ETSI EN 319 102-1 clause 5.1.3, and NO_SIGNATURE_FOUND for a file without any. */
export type Indication = 'TOTAL_PASSED' | 'TOTAL_FAILED' | 'INDETERMINATE' | 'NO_SIGNATURE_FOUND';

/** Sub-indications of ETSI EN 319 102-1 clause 5.1.3, tables 5 and 6. */
export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'REVOKED'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'POLICY_PROCESSING_ERROR'
  | 'SIGNATURE_POLICY_NOT_AVAILABLE'
  | 'TIMESTAMP_ORDER_FAILURE'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE'
  | 'REVOKED_NO_POE'
  | 'REVOKED_CA_NO_POE'
  | 'OUT_OF_BOUNDS_NOT_REVOKED'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'REVOCATION_OUT_OF_BOUNDS_NO_POE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'NO_POE'
  | 'TRY_LATER'
  | 'SIGNED_DATA_NOT_FOUND';

/** First axis: is the value right over the bytes that were signed? */
export type Cryptography = 'intact' | 'broken' | 'not-checked';
/** Second axis: how much of the file do these bytes cover? */
export type Coverage = 'whole-file' | 'whole-revision' | 'partial' | 'none';
/** Third axis: what was changed after signing? */
export type Modification =
  | 'none'
  | 'ltv-update'
  | 'form-fill'
  | 'annotation'
  | 'disallowed'
  | 'not-checked'
  | 'not-applicable';
/** Fourth axis: do we believe who signed? */
export type Trust = 'trusted' | 'untrusted' | 'revoked' | 'expired' | 'unknown';

/** What one entry of a report is. */
export type SignatureKind =
  | 'signature'
  | 'seal'
  | 'document-timestamp'
  | 'timestamp'
  | 'countersignature'
  | 'evidence-record'
  | 'qr';

/** Formats that `verify` recognises. */
export type InputFormat =
  | 'pdf'
  | 'ofd'
  | 'cms'
  | 'asic'
  | 'item-package'
  | 'eep'
  | 'bagit'
  | 'eark'
  | 'evidence-record'
  | 'timestamp'
  | 'license-qr'
  | 'unknown';

/** Outcome of one check. `not-run` is never counted as passed. */
export type CheckStatus = 'passed' | 'failed' | 'warning' | 'not-run';

/** One check: a stable code, what came out, words for people, and the clause it follows. */
export interface Check {
  readonly code: string;
  readonly status: CheckStatus;
  readonly detail: string;
  readonly clause: string;
}

/** Something that was not verified, by code, with words. */
export interface NotChecked {
  readonly code: string;
  readonly detail: string;
}

/** One thing that changed after signing. */
export interface Change {
  readonly code: string;
  readonly detail: string;
}
