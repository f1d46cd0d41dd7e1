import type { Check, CheckStatus, NotChecked, SubIndication } from '../core/index.ts';

/** Collects the checks of one signature in order. The first demand for a sub-indication stays. */
export class CheckList {
  readonly checks: Check[] = [];
  readonly notChecked: NotChecked[] = [];
  formatFailure: SubIndication | undefined;

  add(code: string, status: CheckStatus, detail: string, clause: string): void {
    this.checks.push({ code, status, detail, clause });
  }

  passed(code: string, detail: string, clause: string): void {
    this.add(code, 'passed', detail, clause);
  }

  /** A failed check; with `demand` the format itself asks for this sub-indication. */
  failed(code: string, detail: string, clause: string, demand?: SubIndication): void {
    this.add(code, 'failed', detail, clause);
    if (demand !== undefined) this.formatFailure ??= demand;
  }

  warning(code: string, detail: string, clause: string): void {
    this.add(code, 'warning', detail, clause);
  }

  skipped(code: string, detail: string): void {
    this.notChecked.push({ code, detail });
  }
}
