import { beijingDate, type CalendarDate } from '../../foundation/core/index.ts';
import type { LicenseStatus } from '../status/index.ts';
import type { LedgerRecord, StatusEvent } from './port.ts';

/** One license in a status list. */
export interface StatusEntry {
  readonly index: number;
  readonly state: LicenseStatus;
  /** The Beijing day from which the state counts, where that is before the day it was stored (and always for 撤销). */
  readonly from?: CalendarDate;
}

/** The entry of a published license as it is now. */
export function statusEntryOf({ statusIndex, status, history }: LedgerRecord): StatusEntry {
  const last = history.at(-1);
  return {
    index: statusIndex,
    state: status,
    ...(last !== undefined && tellsItsDay(last) ? { from: last.effectiveFrom } : {}),
  };
}

/** A change that acts backwards, and 撤销, which does so unless its day says otherwise. */
function tellsItsDay({ state, at, effectiveFrom }: StatusEvent): boolean {
  return state === 'revoked' || effectiveFrom < beijingDate(at);
}

/**
 * The status of a license at an instant, from its whole history: what was stored by then, and what was stored later and
 * counts from that day or an earlier one (撤销 above all). `not-issued` before the first event.
 */
export function statusAsOf(history: readonly StatusEvent[], at: Date): LicenseStatus {
  const day = beijingDate(at);
  const counted = history.filter(
    (event) => event.at <= at || (tellsItsDay(event) && event.effectiveFrom <= day),
  );
  return counted.at(-1)?.state ?? 'not-issued';
}
