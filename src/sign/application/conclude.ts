import type { Check, Judgement } from '../../foundation/validation/index.ts';

/** Nothing failed; something is undecided; something failed. */
export type Outcome = 'good' | 'open' | 'bad';

/** An outcome with the codes that forbid a better one. */
export interface Concluded {
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
}

/** A failed check or TOTAL_FAILED refuses; a check that did not run or INDETERMINATE leaves it open. */
export function concludeChecks(report: Judgement, checks: readonly Check[]): Concluded {
  const { indication, subIndications } = report.conclusion;
  const failed = checks.filter(({ status }) => status === 'failed').map(({ code }) => code);
  const open = checks.filter(({ status }) => status === 'not-run').map(({ code }) => code);
  const signature = indication === 'TOTAL_PASSED' ? [] : [indication, ...subIndications];
  const reasons = [...new Set([...signature, ...failed, ...open])];
  const bad = failed.length > 0 || indication === 'TOTAL_FAILED' || indication === 'NO_SIGNATURE_FOUND';
  return { outcome: bad ? 'bad' : reasons.length === 0 ? 'good' : 'open', reasons };
}

/** The words for documents that follow an application. */
export const VALIDITY: Readonly<Record<Outcome, 'valid' | 'invalid' | 'undecided'>> = {
  good: 'valid',
  bad: 'invalid',
  open: 'undecided',
};

/** Nothing is wrong but fields of the form: a supplement can hand it in anew. */
export function isMendable(reasons: readonly string[]): boolean {
  return reasons.length > 0 && reasons.every((code) => code.startsWith('FORM_FIELD_'));
}
