import { formatTime } from '../../core/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PathOptions, RevocationFinding } from '../path-report.ts';
import { RevocationBudget, type RevocationContext, RevocationInquiry } from './inquiry.ts';
import { judgeStatements, type RevocationJudgement } from './judge-statements.ts';
import type { RevocationStatement } from './revocation-status.ts';
import { declaresRevocation, hasNoRevocation, revocationUrls } from './revocation-urls.ts';
import { gatherStatements } from './statements.ts';

const CLAUSES = { crl: 'RFC 5280 6.3', ocsp: 'RFC 6960 3.2' } as const;

/**
 * Revocation of every certificate below the anchor at the validation time (RFC 5280 6.3, RFC 6960), in the caller's
 * mode. A revocation found counts in every mode but `none`; data that is about a certificate and decides nothing
 * leaves the path undecided in every mode but `none`.
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
    const budget = new RevocationBudget(context.limits);
    const inquiry = new RevocationInquiry(certificate, path.slice(index + 1), context, budget, findings);
    const statements = gatherStatements(inquiry);
    const judgement = judgeStatements(statements, inquiry);
    for (const signer of judgement.unasked) tellUnasked(signer, judgement, inquiry);
    return { index, ...report(judgement, index, statements.length, inquiry, findings) };
  });
}

type Decision = Omit<RevocationFinding, 'index'>;

function report(
  { status, statement }: RevocationJudgement,
  index: number,
  statements: number,
  inquiry: RevocationInquiry,
  findings: Findings,
): Decision {
  const { certificate } = inquiry;
  if (statement === undefined) return withoutAnswer(statements, inquiry, findings);
  if (status !== 'good') return refuse(certificate, index, status === 'on-hold', statement, findings);
  const said = `${statement.source.toUpperCase()} of ${formatTime(statement.thisUpdate)}`;
  const detail = `${certificate.subject.text} is not revoked by the ${said}, signed by ${statement.signer.subject.text}`;
  findings.passed('REVOCATION', detail, CLAUSES[statement.source]);
  return describe(statement, 'good');
}

function refuse(
  certificate: Certificate,
  index: number,
  isOnHold: boolean,
  statement: RevocationStatement,
  findings: Findings,
): Decision {
  const since = formatTime(statement.revokedAt!);
  const name = certificate.subject.text;
  if (isOnHold) {
    // ETSI EN 319 102-1 5.2.6.4: a hold may end, so that asking again is what helps.
    const next =
      statement.nextUpdate === undefined ? '' : `, ask again after ${formatTime(statement.nextUpdate)}`;
    const detail = `${name} is on hold since ${since} (certificateHold)${next}`;
    findings.refuse('revoked', 'TRY_LATER', 'REVOCATION', detail, CLAUSES[statement.source]);
  } else {
    const reason = statement.reason === undefined ? '' : ` (${statement.reason})`;
    const subIndication = index === 0 ? 'REVOKED_NO_POE' : 'REVOKED_CA_NO_POE';
    const detail = `${name} is revoked since ${since}${reason}`;
    findings.refuse('revoked', subIndication, 'REVOCATION', detail, CLAUSES[statement.source]);
  }
  return describe(statement, 'revoked');
}

function withoutAnswer(statements: number, inquiry: RevocationInquiry, findings: Findings): Decision {
  const { certificate, unusable, context } = inquiry;
  const name = certificate.subject.text;
  const declared = declaresRevocation(certificate);
  const hadData = statements > 0 || unusable.length > 0;
  const why = whyOpen(statements, unusable);
  const mode = context.options.revocation;
  if (!hadData && hasNoRevocation(certificate)) {
    const detail = `${name}: its CA says that it never tells about its revocation (noRevAvail, RFC 9608)`;
    findings.skipped('REVOCATION_NOT_AVAILABLE', detail);
    return { status: 'not-checked' };
  }
  for (const { code, detail } of revocationUrls(certificate).notChecked) inquiry.tell(code, detail);
  if (mode === 'require' || (mode === 'require-where-declared' && declared) || hadData) {
    const detail = `${name}: ${why}; ${whatHelps(certificate, context.options)}`;
    findings.refuse('unknown', 'TRY_LATER', 'REVOCATION', detail, 'ETSI EN 319 102-1 5.2.5');
    return { status: 'unknown' };
  }
  const code = declared ? 'REVOCATION_NOT_CHECKED' : 'REVOCATION_NOT_DECLARED';
  findings.skipped(code, declared ? `${name}: ${why}` : `${name} names no revocation service, and ${why}`);
  return { status: 'not-checked' };
}

function whyOpen(statements: number, unusable: readonly string[]): string {
  if (unusable.length > 0)
    return `the revocation data decides nothing (${[...new Set(unusable)].join(', ')})`;
  return statements > 0 ? 'the revocation data is out of date or undecided' : 'there is no revocation data';
}

/** Whose CRL or answer to supply, and from where. */
function whatHelps(certificate: Certificate, { at }: PathOptions): string {
  const { crls, ocsp } = revocationUrls(certificate);
  const from = (urls: readonly string[]): string => (urls.length === 0 ? '' : ` (${urls.join(', ')})`);
  const points = certificate.crlDistributionPoints ?? [];
  const named = points.flatMap(({ crlIssuer = [] }) => crlIssuer.map(({ text }) => text));
  const issuers = [...new Set([certificate.issuer.text, ...named])].join(' or of ');
  return `give a CRL of ${issuers}${from(crls)} or an OCSP response for it${from(ocsp)} that speaks for ${formatTime(at)}`;
}

/** A signer whose own revocation is open: told, and nothing is refused for it. */
function tellUnasked(
  signer: Certificate,
  { statement }: RevocationJudgement,
  inquiry: RevocationInquiry,
): void {
  const code =
    statement!.source === 'ocsp'
      ? 'OCSP_RESPONDER_REVOCATION_NOT_CHECKED'
      : 'CRL_SIGNER_REVOCATION_NOT_CHECKED';
  const detail = `revocation of ${signer.subject.text} was not checked: give a CRL of ${signer.issuer.text}`;
  inquiry.tell(code, detail);
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
