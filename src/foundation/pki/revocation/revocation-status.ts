import type { AlgorithmUse } from '../../crypto/index.ts';
import type { Certificate, RevocationReason } from '../../x509/index.ts';

/** Who signed a statement, and what the value rests on. */
export interface StatementSignature {
  readonly signer: Certificate;
  /**
   * From the signer to the anchor, where the signer is neither the issuer of the certificate nor a CA above it: a
   * delegated OCSP responder, a CRL issuer or another key of the CA. Its structure was checked, its dates and its own
   * revocation were not: they depend on the time asked about.
   */
  readonly signerPath?: readonly Certificate[];
  /** Name of the signature scheme: `ES256`, `SM2-SM3` … */
  readonly scheme: string;
  /** What a dated policy of algorithms judges. */
  readonly algorithms: readonly AlgorithmUse[];
}

/** One statement about one certificate, already verified: signature, authority of the signer, scope. */
export interface RevocationStatement extends StatementSignature {
  readonly source: 'crl' | 'ocsp';
  /** The CRL or BasicOCSPResponse that says it, as stored: what a proof of existence is asked for. */
  readonly raw: Uint8Array;
  /** Further CRLs that it was put together from: a delta upon `raw`, or the CRLs of other reasons. */
  readonly alsoRaw?: readonly Uint8Array[];
  /** Who signed those of `alsoRaw`, where somebody else did. */
  readonly alsoSigned?: readonly StatementSignature[];
  /** `unknown`: the data is about the certificate and decides nothing. */
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Of the delta, where there is one; of the oldest, where CRLs of several reasons were put together. */
  readonly thisUpdate: Date;
  /** When an OCSP response was signed; a CRL is signed at thisUpdate. */
  readonly producedAt?: Date;
  /** Until when it speaks: no later than the issue of a delta CRL that is newer and does not fit upon it. */
  readonly nextUpdate?: Date;
  /**
   * The first revocation of a signer beside the path that any data tells of: only what is proved to be older can be
   * believed. Set by `statementsFor` alone.
   */
  readonly signerRevokedAt?: Date;
  /** Certificates that expired since then are still spoken of (RFC 6960 4.4.4, expiredCertsOnCRL of X.509). */
  readonly keepsExpiredSince?: Date;
  readonly revokedAt?: Date;
  readonly reason?: RevocationReason;
}

/** What a caller may ask of revocation data beyond what it says itself. */
export interface FreshnessRules {
  readonly revocationMaxAgeSeconds?: number;
  readonly revocationIssuedUntil?: Date;
}

/** Without nextUpdate newer information is always available (RFC 6960 2.4): good for one day here. */
const WITHOUT_NEXT_UPDATE_MS = 24 * 3600 * 1000;

/**
 * What a statement proves about a time. A later statement speaks for earlier times as long as the certificate had not
 * expired when it was made (expired ones may be dropped, unless it says that they are kept); a revocation counts from
 * its date, however old the statement.
 */
export function provedAt(
  statement: RevocationStatement,
  at: Date,
  notAfter: Date,
  rules: FreshnessRules = {},
): 'good' | 'revoked' | 'unknown' | 'stale' {
  const { status, thisUpdate, keepsExpiredSince: keeps } = statement;
  if (status === 'unknown') return 'unknown';
  if (status === 'revoked' && statement.revokedAt! <= at) return 'revoked';
  const known = status === 'revoked' || thisUpdate <= notAfter || (keeps !== undefined && keeps <= notAfter);
  if (!known || isFromLater(statement, rules)) return 'stale';
  return thisUpdate > at || at <= speaksUntil(statement, rules) ? 'good' : 'stale';
}

/** When it was signed. */
export function signedAt({ producedAt, thisUpdate }: RevocationStatement): Date {
  return producedAt ?? thisUpdate;
}

/** A hold ends with a later list or answer that does not name it any more (RFC 5280 5.3.1). */
export function isLiftedBy(revoked: RevocationStatement, later: RevocationStatement): boolean {
  return (
    revoked.reason === 'certificateHold' && later.status === 'good' && later.thisUpdate > revoked.thisUpdate
  );
}

/**
 * A revocation holds from the earliest of its date, the date of the compromise (RFC 5280 5.3.2) and the issue of what
 * tells of it: what is listed is revoked by then, whatever date stands beside it.
 */
export function effectiveDate(issued: Date, ...dates: readonly (Date | undefined)[]): Date {
  return dates.reduce<Date>((a, b) => (b !== undefined && b < a ? b : a), issued);
}

function isFromLater(
  statement: RevocationStatement,
  { revocationIssuedUntil: until }: FreshnessRules,
): boolean {
  return until !== undefined && signedAt(statement) > until;
}

/** The last moment that it speaks about. */
export function speaksUntil(
  { thisUpdate, nextUpdate }: Pick<RevocationStatement, 'thisUpdate' | 'nextUpdate'>,
  rules: FreshnessRules = {},
): Date {
  const until = nextUpdate ?? new Date(thisUpdate.getTime() + WITHOUT_NEXT_UPDATE_MS);
  const { revocationMaxAgeSeconds: maxAge } = rules;
  if (maxAge === undefined) return until;
  const youngEnough = new Date(thisUpdate.getTime() + maxAge * 1000);
  return youngEnough < until ? youngEnough : until;
}
