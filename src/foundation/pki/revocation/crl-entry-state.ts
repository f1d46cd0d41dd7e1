import {
  type Certificate,
  type Crl,
  criticalExtensions,
  OID,
  type RevokedEntry,
  sameName,
} from '../../x509/index.ts';
import { directoryNames } from './distribution-names.ts';
import { effectiveDate, type RevocationStatement } from './revocation-status.ts';

/** What the entries of one CRL say of a certificate. */
export type EntryState =
  | { readonly kind: 'not-listed' }
  /** reasonCode removeFromCRL: lifted since the base of a delta CRL. */
  | { readonly kind: 'removed' }
  | ({ readonly kind: 'revoked' } & Required<Pick<RevocationStatement, 'revokedAt'>> &
      Pick<RevocationStatement, 'reason'>);

/** Critical extensions of CRLs and of entries that are processed (RFC 5280 5.2, 5.3). */
const PROCESSED: ReadonlySet<string> = new Set([
  OID.authorityKeyIdentifier,
  OID.crlNumber,
  OID.deltaCrlIndicator,
  OID.issuingDistributionPoint,
  OID.freshestCrl,
  OID.expiredCertsOnCrl,
]);
const PROCESSED_IN_ENTRIES: ReadonlySet<string> = new Set([
  OID.reasonCode,
  OID.holdInstructionCode,
  OID.invalidityDate,
  OID.certificateIssuer,
]);

/**
 * What a CRL says of a certificate. Several entries about it: a revocation for good counts before a hold, an earlier
 * date before a later one, and any revocation before a removal.
 */
export function entryState(crl: Crl, certificate: Certificate): EntryState {
  const entries = crl
    .entriesOf(certificate.serialNumber)
    .filter((entry) => sameIssuer(entry, crl, certificate));
  const revoked = entries
    .filter((entry) => entry.reason !== 'removeFromCRL')
    .map((entry) => asRevoked(entry, crl))
    .sort(worstFirst)[0];
  if (revoked !== undefined) return revoked;
  return { kind: entries.length === 0 ? 'not-listed' : 'removed' };
}

/** Why the CRL cannot say that a certificate is good; a listed one is revoked all the same (RFC 5280 5.2, 5.3). */
export function notProcessed(crl: Crl): string | undefined {
  const unknown = [
    ...criticalExtensions(crl.extensions).filter((oid) => !PROCESSED.has(oid)),
    ...[...crl.criticalEntryExtensions].filter((oid) => !PROCESSED_IN_ENTRIES.has(oid)),
  ];
  if (unknown.length > 0) return `unknown critical extension ${unknown.join(', ')}`;
  const names = crl.criticalEntryExtensions.has(OID.certificateIssuer);
  if (names && crl.issuingDistributionPoint?.indirectCrl !== true)
    return 'entries name other issuers, but it does not say that it is an indirect CRL';
  return undefined;
}

/** The issuer named by the entry or one before; otherwise that of the CRL (RFC 5280 5.3.3). */
function sameIssuer({ certificateIssuer }: RevokedEntry, crl: Crl, { issuer }: Certificate): boolean {
  const names = certificateIssuer === undefined ? [crl.issuer] : directoryNames(certificateIssuer);
  return names.some((name) => sameName(name, issuer));
}

type Revoked = Extract<EntryState, { kind: 'revoked' }>;

function asRevoked(entry: RevokedEntry, { thisUpdate }: Crl): Revoked {
  return {
    kind: 'revoked',
    revokedAt: effectiveDate(thisUpdate, entry.revocationDate, entry.invalidityDate),
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  };
}

function worstFirst(a: Revoked, b: Revoked): number {
  const hold = (r: Revoked): number => (r.reason === 'certificateHold' ? 1 : 0);
  return hold(a) - hold(b) || a.revokedAt.getTime() - b.revokedAt.getTime();
}
