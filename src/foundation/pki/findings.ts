import type { Check, NotChecked, SubIndication, Trust } from '../core/index.ts';

/** A reason not to trust. */
interface Refusal {
  readonly trust: Exclude<Trust, 'trusted'>;
  readonly subIndication: SubIndication;
}

/** A broken rule says more than a date, and a date more than something missing. */
const WEIGHT: Readonly<Record<Trust, number>> = {
  untrusted: 4,
  revoked: 3,
  expired: 2,
  unknown: 1,
  trusted: 0,
};

/** Collects what speaks for and against one path. */
export class Findings {
  readonly checks: Check[] = [];
  readonly notChecked: NotChecked[] = [];
  #refusal: Refusal | undefined;
  #refusals = 0;
  readonly #told = new Set<string>();

  passed(code: string, detail: string, clause: string): void {
    this.checks.push({ code, status: 'passed', detail, clause });
  }

  /** Something that was tolerated, told once. */
  warning(code: string, detail: string, clause: string): void {
    const key = `warning ${code}\n${detail}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.checks.push({ code, status: 'warning', detail, clause });
  }

  /** A failed check; the weightiest refusal decides, of equal ones the first. */
  refuse(
    trust: Refusal['trust'],
    subIndication: SubIndication,
    code: string,
    detail: string,
    clause: string,
  ): void {
    this.checks.push({ code, status: trust === 'unknown' ? 'not-run' : 'failed', detail, clause });
    this.#refusals++;
    if (this.#refusal === undefined || WEIGHT[trust] > WEIGHT[this.#refusal.trust]) {
      this.#refusal = { trust, subIndication };
    }
  }

  /** Something that was not checked, told once. */
  skipped(code: string, detail: string): void {
    const key = `${code}\n${detail}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.notChecked.push({ code, detail });
  }

  get trust(): Trust {
    return this.#refusal?.trust ?? 'trusted';
  }

  get subIndication(): SubIndication | undefined {
    return this.#refusal?.subIndication;
  }

  get weight(): number {
    return WEIGHT[this.trust];
  }

  /** Nearer to being trusted than the other: a lighter refusal, or as light a one and fewer of them. */
  isNearerThan(other: Findings): boolean {
    return this.weight < other.weight || (this.weight === other.weight && this.#refusals < other.#refusals);
  }
}
