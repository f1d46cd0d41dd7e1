import { formatTime } from '../../core/index.ts';
import { type Certificate, OID } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PkiMemo } from '../memo.ts';
import type { CertificatePool } from '../path/index.ts';
import type { PathOptions, RevocationFinding } from '../path-report.ts';
import { crlStatements } from './crl-status.ts';
import { ocspStatements } from './ocsp-status.ts';
import type { RevocationData } from './revocation-source.ts';
import { provedAt, type RevocationStatement } from './revocation-status.ts';

/** What revocation is decided from. */
export interface RevocationContext {
  readonly options: PathOptions;
  readonly memo: PkiMemo;
  readonly pool: CertificatePool;
  readonly data: RevocationData;
}

/**
 * Revocation of every certificate below the anchor at the validation time (RFC 5280 6.3, RFC 6960), in the caller's
 * mode. A revocation found counts in every mode but `none`.
 */
export function checkRevocation(
  path: readonly Certificate[],
  context: RevocationContext,
  findings: Findings,
): RevocationFinding[] {
  const { options } = context;
  if (options.revocation === 'none') {
    findings.skipped('REVOCATION_NOT_CHECKED', 'revocation was not asked for (mode none)');
    return [];
  }
  if (path.length === 1) {
    findings.skipped(
      'ANCHOR_REVOCATION_NOT_CHECKED',
      'a pinned certificate is believed until the pin is withdrawn',
    );
    return [];
  }
  return path.slice(0, -1).map((certificate, index) => {
    const statements = statementsFor(certificate, path[index + 1]!, context, findings);
    return { index, ...decide(certificate, index, statements, options, findings) };
  });
}

/** Verified statements about one certificate, whatever their dates; what was not used is told. */
export function statementsFor(
  certificate: Certificate,
  issuer: Certificate,
  { data, memo }: RevocationContext,
  findings: Findings,
): RevocationStatement[] {
  return [
    ...ocspStatements(certificate, issuer, data.ocsp, memo, findings),
    ...crlStatements(certificate, issuer, data.crls, memo, findings),
  ];
}

type Decision = Omit<RevocationFinding, 'index'>;

function decide(
  certificate: Certificate,
  index: number,
  statements: readonly RevocationStatement[],
  options: PathOptions,
  findings: Findings,
): Decision {
  const proved = statements.map((s) => ({ s, status: provedAt(s, options.at, certificate.notAfter) }));
  const revoked = proved.find((p) => p.status === 'revoked')?.s;
  if (revoked !== undefined) return refuseRevoked(certificate, index, revoked, findings);
  const good = proved.filter((p) => p.status === 'good').sort(byNewest)[0]?.s;
  if (good !== undefined) {
    const source = good.source.toUpperCase();
    const detail = `${certificate.subject.text} is not revoked by the ${source} of ${formatTime(good.thisUpdate)}`;
    findings.passed('REVOCATION', detail, 'RFC 5280 6.3');
    return describe(good, 'good');
  }
  const stale =
    proved.length === 0 ? 'there is no revocation data' : 'the revocation data is out of date or undecided';
  return withoutAnswer(certificate, stale, proved.length > 0, options, findings);
}

function refuseRevoked(
  certificate: Certificate,
  index: number,
  statement: RevocationStatement,
  findings: Findings,
): Decision {
  const reason = statement.reason === undefined ? '' : ` (${statement.reason})`;
  const detail = `${certificate.subject.text} is revoked since ${formatTime(statement.revokedAt!)}${reason}`;
  const subIndication = index === 0 ? 'REVOKED_NO_POE' : 'REVOKED_CA_NO_POE';
  findings.refuse('revoked', subIndication, 'REVOCATION', detail, 'RFC 5280 6.3');
  return describe(statement, 'revoked');
}

function withoutAnswer(
  certificate: Certificate,
  why: string,
  hadData: boolean,
  options: PathOptions,
  findings: Findings,
): Decision {
  const name = certificate.subject.text;
  const declared = declaresRevocation(certificate);
  const required =
    options.revocation === 'require' || (options.revocation === 'require-where-declared' && declared);
  if (required) {
    const detail = `${name}: ${why}; give a CRL or an OCSP response of its issuer`;
    findings.refuse('unknown', 'TRY_LATER', 'REVOCATION', detail, 'ETSI EN 319 102-1 5.2.5');
    return { status: 'unknown' };
  }
  const code = declared ? 'REVOCATION_NOT_CHECKED' : 'REVOCATION_NOT_DECLARED';
  findings.skipped(code, declared ? `${name}: ${why}` : `${name} names no revocation service, and ${why}`);
  return { status: hadData ? 'unknown' : 'not-checked' };
}

/** The certificate names a place for CRLs or an OCSP service. */
function declaresRevocation(certificate: Certificate): boolean {
  const ocsp = certificate.authorityInfoAccess?.some((access) => access.method === OID.accessOcsp) === true;
  return (
    ocsp || certificate.crlDistributionPoints !== undefined || certificate.extensions.has(OID.freshestCrl)
  );
}

function describe(statement: RevocationStatement, status: 'good' | 'revoked'): Decision {
  return {
    status,
    source: statement.source,
    thisUpdate: statement.thisUpdate,
    ...(statement.nextUpdate === undefined ? {} : { nextUpdate: statement.nextUpdate }),
    ...(statement.revokedAt === undefined ? {} : { revokedAt: statement.revokedAt }),
    ...(statement.reason === undefined ? {} : { reason: statement.reason }),
  };
}

function byNewest(a: { s: RevocationStatement }, b: { s: RevocationStatement }): number {
  return b.s.thisUpdate.getTime() - a.s.thisUpdate.getTime();
}
