import { ALL_REASONS, type RevocationReason } from '../../x509/index.ts';
import type { CrlPart } from './crl-part.ts';
import type { RevocationInquiry } from './inquiry.ts';
import { type RevocationStatement, speaksUntil } from './revocation-status.ts';

/**
 * Statements of CRLs. A revocation counts whatever the reasons its list covers; that a certificate is good follows from
 * lists that cover all reasons together (RFC 5280 6.3.3 (l)).
 */
export function statementsOf(parts: readonly CrlPart[], inquiry: RevocationInquiry): RevocationStatement[] {
  const isPartial = (part: CrlPart): boolean =>
    part.state.kind === 'not-listed' && missing(new Set(part.reasons)).length > 0;
  const single = parts.filter((part) => !isPartial(part)).map((part) => joined([part], inquiry));
  const partial = parts.filter(isPartial);
  const combined = combinations(partial, inquiry);
  const isOpen = [...single, ...combined].every(({ status }) => status === 'unknown');
  if (isOpen && partial.length > 0) rejectPartial(partial, inquiry);
  return [...single, ...combined];
}

/**
 * The state at each issue of a list: of every reason the newest list that covers it. As many combinations as lists, not
 * as many as ways to choose.
 */
function combinations(parts: readonly CrlPart[], inquiry: RevocationInquiry): RevocationStatement[] {
  const newest = new Map<RevocationReason, CrlPart>();
  const out: RevocationStatement[] = [];
  for (const part of [...parts].sort((a, b) => a.thisUpdate.getTime() - b.thisUpdate.getTime())) {
    for (const reason of part.reasons) newest.set(reason, part);
    if (newest.size === ALL_REASONS.size) out.push(joined([...new Set(newest.values())], inquiry));
  }
  return out;
}

function rejectPartial(parts: readonly CrlPart[], inquiry: RevocationInquiry): void {
  const open = missing(new Set(parts.flatMap((part) => [...part.reasons]))).join(', ');
  inquiry.reject(
    'CRL_REASONS_NOT_COVERED',
    `the CRLs about ${inquiry.certificate.subject.text} do not cover all reasons: give those for ${open}`,
  );
}

function missing(covered: ReadonlySet<RevocationReason>): RevocationReason[] {
  return [...ALL_REASONS].filter((reason) => !covered.has(reason));
}

/** One statement of lists that say the same. */
function joined(parts: readonly CrlPart[], { certificate }: RevocationInquiry): RevocationStatement {
  const [first, ...others] = parts as [CrlPart, ...CrlPart[]];
  const raws = parts.flatMap(({ crl, delta }) => (delta === undefined ? [crl.raw] : [crl.raw, delta.raw]));
  const alsoSigned = others.map((part) => part.signature).filter((s) => s.signer !== first.signature.signer);
  const kept = parts.flatMap(({ crl }) => crl.keepsExpiredSince ?? []);
  return {
    ...first.signature,
    source: 'crl',
    raw: raws[0]!,
    ...(raws.length === 1 ? {} : { alsoRaw: raws.slice(1) }),
    ...(alsoSigned.length === 0 ? {} : { alsoSigned }),
    ...answerOf(first.state),
    ...(others.length === 0 ? datesOf(first) : joinedDates(parts, certificate.notAfter)),
    ...(kept.length < parts.length ? {} : { keepsExpiredSince: extreme(kept, 'latest') }),
  };
}

function answerOf(state: CrlPart['state']): Pick<RevocationStatement, 'status' | 'revokedAt' | 'reason'> {
  if (state.kind !== 'revoked') return { status: state.kind === 'not-listed' ? 'good' : 'unknown' };
  const { revokedAt, reason } = state;
  return { status: 'revoked', revokedAt, ...(reason === undefined ? {} : { reason }) };
}

type Dates = Pick<RevocationStatement, 'thisUpdate' | 'nextUpdate'>;

function datesOf({ thisUpdate, nextUpdate }: CrlPart): Dates {
  return { thisUpdate, ...(nextUpdate === undefined ? {} : { nextUpdate }) };
}

/**
 * As old as the oldest, and speaking as long as all do. Where one was made after the certificate expired, and may have
 * dropped it, as new as the newest: nothing follows for the time before.
 */
function joinedDates(parts: readonly CrlPart[], notAfter: Date): Dates {
  const issued = parts.map((part) => part.thisUpdate);
  const isLate = issued.some((time) => time > notAfter);
  return {
    thisUpdate: extreme(issued, isLate ? 'latest' : 'earliest'),
    nextUpdate: extreme(
      parts.map((part) => speaksUntil(part)),
      'earliest',
    ),
  };
}

function extreme(times: readonly Date[], which: 'earliest' | 'latest'): Date {
  const all = times.map((time) => time.getTime());
  return new Date(which === 'latest' ? Math.max(...all) : Math.min(...all));
}
