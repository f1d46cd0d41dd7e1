import { type Limits, latin1 } from '../../core/index.ts';
import type { Certificate, SignedByResult } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PkiMemo } from '../memo.ts';

/** A way that led nowhere, kept for the report. */
export interface DeadEnd {
  readonly certificate: Certificate;
  /** Certificates below it on the way that led here. */
  readonly position: number;
  readonly issuer?: Certificate;
  readonly result: SignedByResult['result'] | 'no-issuer' | 'too-long';
  readonly detail?: string;
}

/** State of one search, for who asked. */
export interface PathSearch {
  readonly deadEnds: DeadEnd[];
  /** Candidates looked at so far. */
  used: number;
  /** The search was given up within a limit: there may be a path that was not found. */
  exhausted: boolean;
  /** Which limit that was. */
  limit?: keyof Limits;
}

/** A search that has not begun. */
export function newSearch(): PathSearch {
  return { deadEnds: [], used: 0, exhausted: false };
}

/** The search was given up within a limit: there may be further paths. PATH_BUDGET. */
export function tellExhausted(search: PathSearch, limits: Limits, findings: Findings): void {
  if (!search.exhausted) return;
  const { limit = 'pathCandidates' } = search;
  findings.skipped('PATH_BUDGET', `further paths were not tried (limit ${limit} = ${limits[limit]})`);
}

/** Dead ends kept: the first ones are the likeliest and the only ones told. */
const MAX_DEAD_ENDS = 50;

/** Spends the budgets of one search; what was spent does not depend on what a memo already knew. */
export class SearchBudget {
  readonly #limits: Limits;
  readonly #memo: PkiMemo;
  readonly #search: PathSearch;
  /** Results by child and key of the issuer: certificates of one key cost one signature. */
  readonly #links = new Map<Certificate, Map<string, SignedByResult>>();
  #signatures = 0;
  #paths = 0;

  constructor(limits: Limits, memo: PkiMemo, search: PathSearch) {
    this.#limits = limits;
    this.#memo = memo;
    this.#search = search;
  }

  /** One more candidate may be looked at. */
  candidate(): boolean {
    return this.#within(++this.#search.used, 'pathCandidates');
  }

  /** One more complete path may be judged. */
  path(): boolean {
    return this.#within(++this.#paths, 'pathsJudged');
  }

  /** Did the key of the issuer sign the child? Undefined when no signature may be checked any more. */
  link(child: Certificate, issuer: Certificate): SignedByResult | undefined {
    const known = this.#links.get(child) ?? new Map<string, SignedByResult>();
    this.#links.set(child, known);
    const key = latin1(issuer.spki);
    let result = known.get(key);
    if (result === undefined) {
      if (!this.#within(++this.#signatures, 'pathSignatures')) return undefined;
      result = this.#memo.signedBy(child, issuer);
      known.set(key, result);
    }
    return result;
  }

  deadEnd(end: DeadEnd): void {
    if (this.#search.deadEnds.length < MAX_DEAD_ENDS) this.#search.deadEnds.push(end);
  }

  #within(used: number, limit: 'pathCandidates' | 'pathSignatures' | 'pathsJudged'): boolean {
    if (used <= this.#limits[limit]) return true;
    this.#search.exhausted = true;
    this.#search.limit ??= limit;
    return false;
  }
}
