import type { SubIndication } from '../core/index.ts';
import type { SignatureFacts } from './facts.ts';
import { refused, type TrustResult } from './trust-result.ts';

/** One token of a record, judged. */
interface JudgedToken {
  readonly facts: SignatureFacts;
  readonly report: { readonly subIndication: SubIndication | null };
  readonly trust: TrustResult;
  readonly proves: boolean;
}

const CLAUSE = 'RFC 4998 5.3';

/**
 * Is an evidence record believed? Each of its timestamps must have been good when the next one was made, and the last
 * must be good at the validation time (RFC 4998 5.3). The tokens were judged so, newest first, each with what the later
 * ones prove: the record is as good as its worst token, and of those the newest tells why.
 */
export function trustRecord(tokens: readonly JudgedToken[]): TrustResult {
  const newest = tokens.at(-1);
  if (newest === undefined) {
    return refused('unknown', 'NO_POE', 'the record has no timestamp', 'EVIDENCE_TIMESTAMPS', CLAUSE);
  }
  const bad = tokens.filter(({ proves }) => !proves).at(-1);
  if (bad === undefined) {
    const detail = `all ${tokens.length} timestamps were good when the next was made, the last is now`;
    return {
      trust: 'trusted',
      subIndication: null,
      checks: [{ code: 'EVIDENCE_TIMESTAMPS', status: 'passed', detail, clause: CLAUSE }],
      notChecked: [],
      path: newest.trust.path,
    };
  }
  const { trust, subIndication } = bad.trust;
  const why = bad.report.subIndication ?? subIndication ?? 'NO_POE';
  const detail = `${bad.facts.id} does not count: ${why}`;
  const told = refused(trust === 'trusted' ? 'unknown' : trust, why, detail, 'EVIDENCE_TIMESTAMPS', CLAUSE);
  return { ...told, path: newest.trust.path };
}
