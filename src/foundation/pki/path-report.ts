import type { Check, Limits, NotChecked, SubIndication, Trust } from '../core/index.ts';
import type { AlgorithmPolicy, AlgorithmProfile } from '../crypto/index.ts';
import type { Certificate, RevocationReason } from '../x509/index.ts';
import type { PkiMemo } from './memo.ts';

/**
 * How far revocation must be proved. `require`: for every certificate below the anchor. `require-where-declared`: where
 * the certificate names a CRL or OCSP service. `if-available`: what is there about a certificate is used, and must then
 * decide: data that is stale or not rightly signed leaves the path undecided, no data passes with a
 * note. `none`: nothing is looked at. Of a certificate whose CA never tells about it (noRevAvail, RFC 9608) nothing is
 * demanded. What was not checked stands in `notChecked` in every mode.
 */
export type RevocationPolicy = 'require' | 'require-where-declared' | 'if-available' | 'none';

/** Inputs of policy processing (RFC 5280 6.1.1 (c), (e) to (g)). */
export interface PolicyInputs {
  /**
   * Policies that the caller accepts, as object identifiers. Unset, or with anyPolicy (2.5.29.32.0) in it: every one.
   * Empty: none. The set refuses a path only where a policy is required, by the caller or by a certificate.
   */
  readonly initialPolicySet?: readonly string[];
  /** The path must hold under a policy of the set. Unset: only where a certificate demands it. */
  readonly requireExplicitPolicy?: boolean;
  /** No policy mapping counts. Unset: mappings count until a certificate inhibits them. */
  readonly inhibitPolicyMapping?: boolean;
  /** anyPolicy stands for no other policy. Unset: it does until a certificate inhibits it. */
  readonly inhibitAnyPolicy?: boolean;
}

/** Options of `validatePath`. Times and trust are given by the caller; nothing is fetched. */
export interface PathOptions {
  /** The certificate in question, DER. */
  readonly certificate: Uint8Array;
  /** Certificates that may stand between, DER; malformed ones are passed over and told. */
  readonly intermediates?: readonly Uint8Array[];
  /** Believed certificates, DER. One that is the certificate itself makes a path of one (a pin). */
  readonly trustAnchors: readonly Uint8Array[];
  /** Validation time. */
  readonly at: Date;
  readonly crls?: readonly Uint8Array[];
  readonly ocspResponses?: readonly Uint8Array[];
  readonly revocation: RevocationPolicy;
  /** Revocation data issued longer before `at` does not count, whatever its nextUpdate says; unset: nextUpdate decides. */
  readonly revocationMaxAgeSeconds?: number;
  /**
   * Revocation data signed after this time proves nothing good: the present, where `at` lies in the past. Unset: later
   * data speaks for `at` too, as long as the certificate had not expired when it was issued.
   */
  readonly revocationIssuedUntil?: Date;
  /** The nonce of the OCSP request that was answered (RFC 9654): responses without it do not count. Unset: not asked. */
  readonly ocspNonce?: Uint8Array;
  /** Unset: no policy is asked for; what certificates demand counts all the same. */
  readonly policies?: PolicyInputs;
  /**
   * A purpose that the certificate must be made for; for time stamping critical and sole (RFC 3161 2.3). CAs of the
   * path that name purposes must name this one or any.
   */
  readonly extendedKeyUsage?: string;
  /** `signature` (default): the key must be one for signing documents. `any`: not asked (CA and other certificates). */
  readonly keyUsage?: 'signature' | 'any';
  /** Admits SHA-1, RSA below 2048 bits, DSA and whatever else has ended in the chain, with a warning; never MD5. */
  readonly allowLegacy?: boolean;
  /** Until when algorithms count; unset: `ETSI_TS_119_312`. Judged at `at`. */
  readonly algorithms?: AlgorithmPolicy;
  /** Admits these algorithms alone, for the chain and the key of the certificate. */
  readonly profile?: AlgorithmProfile;
  /** What earlier calls parsed and verified; absent: a new one for this call. */
  readonly memo?: PkiMemo;
  readonly limits?: Limits;
}

/** What is known of the revocation of one certificate of the path. */
export interface RevocationFinding {
  /** Position in the path; 0 is the certificate in question. */
  readonly index: number;
  readonly status: 'good' | 'revoked' | 'unknown' | 'not-checked';
  readonly source?: 'crl' | 'ocsp';
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
  readonly revokedAt?: Date;
  readonly reason?: RevocationReason;
}

/** Answer of `validatePath`. */
export interface PathReport {
  readonly status: 'valid' | 'invalid' | 'indeterminate';
  /** Of ETSI EN 319 102-1; absent when valid. */
  readonly subIndication?: SubIndication;
  readonly trust: Trust;
  /** From the certificate to the anchor; the best that was found, possibly only the certificate. */
  readonly path: readonly Certificate[];
  /**
   * Policies of the caller's set under which the path holds (RFC 5280 6.1.6); 2.5.29.32.0 stands for every one. Empty:
   * none does, which refuses only where one is required. Absent where no path was found.
   */
  readonly policies?: readonly string[];
  readonly revocation: readonly RevocationFinding[];
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}
