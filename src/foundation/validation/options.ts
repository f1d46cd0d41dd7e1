import type { Limits } from '../core/index.ts';
import type { AlgorithmPolicy, AlgorithmProfile } from '../crypto/index.ts';
import type { PkiMemo, VerifiedIssuers } from '../pki/index.ts';

/**
 * Whom to believe, for what. Certificates as DER. `signers` and `timestamps` are anchors: chains may end there.
 * `sealMakers`, `licenseIssuers` and `statusIssuers` are pins: the certificate itself must stand in the list,
 * because a chain to a general CA never makes a maker of seals or an issuer of licenses.
 * An absent or empty list trusts nobody for that purpose.
 */
export interface TrustAnchors {
  readonly signers: readonly Uint8Array[];
  readonly timestamps?: readonly Uint8Array[];
  readonly sealMakers?: readonly Uint8Array[];
  readonly licenseIssuers?: readonly Uint8Array[];
  readonly statusIssuers?: readonly Uint8Array[];
}

/**
 * How far revocation must be proved: `require` for every certificate below the anchor; `require-where-declared`
 * where the certificate names a CRL or OCSP service; `if-available` asks for none, but what is there about a
 * certificate must decide: data that is stale or not rightly signed leaves it undecided, none at all passes with a note;
 * `none` looks at nothing and says so in `notChecked`.
 */
export type RevocationMode = 'require' | 'require-where-declared' | 'if-available' | 'none';

/** What a verdict needs to know. Nothing here has a hidden default that trusts. */
export interface JudgeOptions {
  /** Validation time; past and future are allowed. */
  readonly at: Date;
  readonly trust: TrustAnchors;
  readonly revocation: RevocationMode;
  /**
   * Signed issuer lists as `verifyIssuerList` reported them. Their anchors and pins are believed beside those in `trust`,
   * each for what was done while it was listed: seals when they were made, timestamps at their time, signatures when they
   * are proved to exist. A key that a list calls compromised is believed by nobody, whoever else names it, for anything
   * that is not proved to be older than the compromise. License and status issuers count with the times, types and hosts
   * of their entries.
   */
  readonly issuerLists?: readonly VerifiedIssuers[];
  /** Further certificates (DER) that may stand between a signer and an anchor. */
  readonly intermediates?: readonly Uint8Array[];
  /** CRLs as DER. */
  readonly crls?: readonly Uint8Array[];
  /** OCSP responses as DER. */
  readonly ocspResponses?: readonly Uint8Array[];
  /** Admits SHA-1, RSA below 2048 bits, DSA and the like, with a warning. Unset: they fail CRYPTO_CONSTRAINTS. */
  readonly allowLegacy?: boolean;
  /** Until when algorithms count; unset: `ETSI_TS_119_312`. Judged at the earliest time that is proved. */
  readonly algorithms?: AlgorithmPolicy;
  /** Admits these algorithms alone, for signers, seals, their makers and timestamps. Unset: all that count. */
  readonly profile?: AlgorithmProfile;
  /** What was parsed and verified before, for many files of the same issuers; unset: a new one for each file. */
  readonly memo?: PkiMemo;
  readonly limits?: Limits;
}
