import type { Check, NotChecked, SubIndication } from '../../core/index.ts';

/** The clause of everything that only this format asks for. */
export const CLAUSE = 'yinxin.issuer-list/1';

/** What is known of a list so far. The first refusal stays. */
export class Outcome {
  readonly checks: Check[] = [];
  readonly notChecked: NotChecked[] = [];
  #refusal: { status: 'invalid' | 'indeterminate'; subIndication: SubIndication | undefined } | undefined;

  get status(): 'valid' | 'invalid' | 'indeterminate' {
    return this.#refusal?.status ?? 'valid';
  }

  get subIndication(): SubIndication | undefined {
    return this.#refusal?.subIndication;
  }

  add(code: string, status: 'passed' | 'warning', detail: string): void {
    this.checks.push({ code, status, detail, clause: CLAUSE });
  }

  refuse(
    status: 'invalid' | 'indeterminate',
    subIndication: SubIndication,
    code: string,
    detail: string,
    clause: string = CLAUSE,
  ): void {
    this.checks.push({ code, status: 'failed', detail, clause });
    this.#refusal ??= { status, subIndication };
  }

  /** Takes over what another part found out, with its refusal if it has one. */
  absorb(part: {
    readonly status?: 'valid' | 'invalid' | 'indeterminate';
    readonly subIndication?: SubIndication | undefined;
    readonly checks: readonly Check[];
    readonly notChecked: readonly NotChecked[];
  }): void {
    this.checks.push(...part.checks);
    this.notChecked.push(...part.notChecked);
    const { status, subIndication } = part;
    if (status === 'invalid' || status === 'indeterminate') this.#refusal ??= { status, subIndication };
  }
}
