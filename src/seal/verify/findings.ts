import type { Check, NotChecked, SubIndication } from '../../foundation/core/index.ts';

/** What one step of the verification of a seal found. */
export interface Findings {
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
  /** Set where the step refuses the seal. */
  readonly subIndication?: SubIndication;
}

export const CLAUSE = 'GB/T 38540-2020 6.3';

/** A step that holds. */
export function holds(code: string, detail: string, notChecked: readonly NotChecked[] = []): Findings {
  return { checks: [{ code, status: 'passed', detail, clause: CLAUSE }], notChecked };
}

/** A step that refuses. */
export function refuses(code: string, subIndication: SubIndication, detail: string): Findings {
  return { checks: [{ code, status: 'failed', detail, clause: CLAUSE }], notChecked: [], subIndication };
}

/** A step that could not be taken, by name. */
export function leaves(code: string, detail: string): Findings {
  return { checks: [], notChecked: [{ code, detail }] };
}

/** All findings in order; the first that refuses decides. */
export function together(all: readonly Findings[]): Findings {
  const decisive = all.find(({ subIndication }) => subIndication !== undefined)?.subIndication;
  return {
    checks: all.flatMap(({ checks }) => checks),
    notChecked: all.flatMap(({ notChecked }) => notChecked),
    ...(decisive === undefined ? {} : { subIndication: decisive }),
  };
}

/** Each once: maker and owners often stand under one CA. */
export function unique(all: readonly NotChecked[]): NotChecked[] {
  return [...new Map(all.map((one) => [`${one.code} ${one.detail}`, one])).values()];
}
