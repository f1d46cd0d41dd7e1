import type { RevocationReason } from '../../x509/index.ts';

/** One statement about one certificate, already verified. */
export interface RevocationStatement {
  readonly source: 'crl' | 'ocsp';
  /** The CRL or BasicOCSPResponse that says it, as stored: what a proof of existence is asked for. */
  readonly raw: Uint8Array;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly thisUpdate: Date;
  /** When an OCSP response was signed; a CRL is signed at thisUpdate. */
  readonly producedAt?: Date;
  readonly nextUpdate?: Date;
  readonly revokedAt?: Date;
  readonly reason?: RevocationReason;
}

/** Without nextUpdate newer information is always available (RFC 6960 2.4): good for one day here. */
const WITHOUT_NEXT_UPDATE_MS = 24 * 3600 * 1000;

/**
 * What a statement proves about a time. A later statement speaks for earlier times as long as the certificate had not
 * expired when it was made (expired ones may be dropped); a revocation counts from its date, however old the statement.
 */
export function provedAt(
  statement: RevocationStatement,
  at: Date,
  notAfter: Date,
): 'good' | 'revoked' | 'unknown' | 'stale' {
  if (statement.status === 'unknown') return 'unknown';
  if (statement.status === 'revoked' && statement.revokedAt! <= at) return 'revoked';
  if (statement.thisUpdate > at)
    return statement.thisUpdate <= notAfter || statement.status === 'revoked' ? 'good' : 'stale';
  const until = statement.nextUpdate ?? new Date(statement.thisUpdate.getTime() + WITHOUT_NEXT_UPDATE_MS);
  return at <= until ? 'good' : 'stale';
}

/** A revocation holds from the earlier of its date and the date of the compromise (RFC 5280 5.3.2). */
export function effectiveDate(revocationDate: Date, invalidityDate: Date | undefined): Date {
  return invalidityDate !== undefined && invalidityDate < revocationDate ? invalidityDate : revocationDate;
}
