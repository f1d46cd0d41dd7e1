import type { Check, NotChecked, SubIndication, Trust } from '../core/index.ts';
import type { Certificate } from '../x509/index.ts';

/** Answer to "do we believe who signed", with what led to it. */
export interface TrustResult {
  readonly trust: Trust;
  readonly subIndication: SubIndication | null;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
  readonly path: readonly Certificate[];
  /** Until when the revocation data that this rests on is fresh. */
  readonly freshUntil?: Date;
}

/** A result that neither adds nor objects. */
export const TRUSTED: TrustResult = {
  trust: 'trusted',
  subIndication: null,
  checks: [],
  notChecked: [],
  path: [],
};

/** A refusal with one failed check. */
export function refused(
  trust: Trust,
  subIndication: SubIndication,
  detail: string,
  code: string = subIndication,
  clause = 'ETSI EN 319 102-1 5.2',
): TrustResult {
  return {
    trust,
    subIndication,
    checks: [{ code, status: 'failed', detail, clause }],
    notChecked: [],
    path: [],
  };
}

/** Both must hold: the first that is not trusted decides, all checks are kept. */
export function both(a: TrustResult, b: TrustResult): TrustResult {
  const decisive = a.trust === 'trusted' ? b : a;
  return {
    trust: decisive.trust,
    subIndication: decisive.subIndication,
    checks: [...a.checks, ...b.checks],
    notChecked: [...a.notChecked, ...b.notChecked],
    path: a.path,
    ...(a.freshUntil === undefined ? {} : { freshUntil: a.freshUntil }),
  };
}

/** The same findings with a further check behind them, and what it decides. */
export function withCheck(
  result: TrustResult,
  check: Check,
  decision: Pick<TrustResult, 'trust' | 'subIndication'> = result,
): TrustResult {
  const { trust, subIndication } = decision;
  return { ...result, trust, subIndication, checks: [...result.checks, check] };
}

/** What failed at the validation time and is answered by a proof of existence is told, but does not fail any more. */
export function answered(checks: readonly Check[]): Check[] {
  return checks.map((check) =>
    check.status === 'failed' || check.status === 'not-run' ? { ...check, status: 'warning' } : check,
  );
}
