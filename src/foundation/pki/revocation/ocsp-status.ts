import { equalBytes } from '../../core/index.ts';
import { type BasicOcspResponse, criticalExtensions, OID, type SingleResponse } from '../../x509/index.ts';
import { certIdMatcher } from './cert-id.ts';
import type { RevocationInquiry } from './inquiry.ts';
import { ocspSigner } from './ocsp-responder.ts';
import { effectiveDate, type RevocationStatement } from './revocation-status.ts';

/** Critical extensions of responses and answers that are processed (RFC 6960 4.4, of CRL entries 4.4.5). */
const PROCESSED: ReadonlySet<string> = new Set([
  OID.ocspNonce,
  OID.ocspArchiveCutoff,
  OID.ocspExtendedRevoke,
]);

/** Clocks of database and signer of one responder may differ so much. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

/** The worst of contradicting answers in one response counts. */
const WEIGHT = { good: 0, unknown: 1, revoked: 2 } as const;

/**
 * Statements of OCSP responses about a certificate (RFC 6960), at most one of each. What is about it by its CertID and
 * cannot be used is told.
 */
export function ocspStatements(inquiry: RevocationInquiry): RevocationStatement[] {
  const match = certIdMatcher(inquiry.certificate, inquiry.issuer);
  const out: RevocationStatement[] = [];
  for (const response of new Set(inquiry.context.data.ocsp)) {
    const matches = response.responses.map((answer) => ({ answer, match: match(answer.certId) }));
    const answers = matches.flatMap((m) => (m.match === 'same' ? [m.answer] : []));
    if (answers.length > 0) out.push(...statementOf(response, answers, inquiry));
    else if (matches.some((m) => m.match === 'contradicts')) {
      reject(
        inquiry,
        'OCSP_CERT_ID',
        'its CertID has the serial number, but not both name and key of the issuer',
      );
    } else if (matches.some((m) => m.match === 'unknown-digest')) {
      inquiry.tell(
        'OCSP_CERT_ID_DIGEST',
        'an OCSP response names certificates by a digest that is not computed',
      );
    }
  }
  return out;
}

function statementOf(
  response: BasicOcspResponse,
  answers: readonly SingleResponse[],
  inquiry: RevocationInquiry,
): RevocationStatement[] {
  const problem = responseProblem(response, answers, inquiry);
  if (problem !== undefined) {
    reject(inquiry, ...problem);
    return [];
  }
  const signature = ocspSigner(response, inquiry);
  if (signature === undefined) return [];
  const answer = [...answers].sort(worstFirst)[0]!;
  return [
    {
      ...signature,
      source: 'ocsp',
      raw: response.raw,
      producedAt: response.producedAt,
      status: answer.status,
      thisUpdate: answer.thisUpdate,
      ...(answer.nextUpdate === undefined ? {} : { nextUpdate: answer.nextUpdate }),
      ...(answer.archiveCutoff === undefined ? {} : { keepsExpiredSince: answer.archiveCutoff }),
      ...revocationOf(answer),
    },
  ];
}

type Problem = readonly [code: string, why: string];

function responseProblem(
  response: BasicOcspResponse,
  answers: readonly SingleResponse[],
  { context }: RevocationInquiry,
): Problem | undefined {
  const critical = [response, ...answers].flatMap(({ extensions }) => criticalExtensions(extensions));
  const unknown = critical.filter((oid) => !PROCESSED.has(oid));
  if (unknown.length > 0)
    return ['OCSP_CRITICAL_EXTENSION', `unknown critical extension ${unknown.join(', ')}`];
  const { ocspNonce } = context.options;
  if (ocspNonce !== undefined && !(response.nonce !== undefined && equalBytes(response.nonce, ocspNonce)))
    return ['OCSP_NONCE', 'it does not carry the nonce of the request (RFC 9654)'];
  for (const { thisUpdate, nextUpdate } of answers) {
    // RFC 6960 2.4: signed when the answer was known to be right, or later.
    if (thisUpdate.getTime() > response.producedAt.getTime() + CLOCK_TOLERANCE_MS)
      return ['OCSP_DATES', 'it was produced before its own thisUpdate'];
    if (nextUpdate !== undefined && nextUpdate < thisUpdate)
      return ['OCSP_DATES', 'its next update lies before this one'];
  }
  return undefined;
}

function revocationOf(answer: SingleResponse): Pick<RevocationStatement, 'revokedAt' | 'reason'> {
  const { revocationTime, invalidityDate, thisUpdate, reason } = answer;
  if (revocationTime === undefined) return {};
  const revokedAt = effectiveDate(thisUpdate, revocationTime, invalidityDate);
  // RFC 6960 2.2: on hold since 1970 means that no such certificate was issued. That is nothing to wait out.
  const isNotIssued = revocationTime.getTime() === 0 && reason === 'certificateHold';
  return { revokedAt, ...(reason === undefined || isNotIssued ? {} : { reason }) };
}

function worstFirst(a: SingleResponse, b: SingleResponse): number {
  const isHold = (answer: SingleResponse): number => (answer.reason === 'certificateHold' ? 1 : 0);
  return (
    WEIGHT[b.status] - WEIGHT[a.status] ||
    isHold(a) - isHold(b) ||
    (a.revocationTime?.getTime() ?? 0) - (b.revocationTime?.getTime() ?? 0) ||
    a.thisUpdate.getTime() - b.thisUpdate.getTime()
  );
}

function reject(inquiry: RevocationInquiry, code: string, why: string): void {
  inquiry.reject(code, `an OCSP response was not used: ${why}`);
}
