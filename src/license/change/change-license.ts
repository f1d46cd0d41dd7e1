import {
  beijingDate,
  type CalendarDate,
  type Clock,
  startOfBeijingDate,
  YinxinError,
} from '../../foundation/core/index.ts';
import { containsResidentId } from '../codes/index.ts';
import type { Ledger, LedgerRecord } from '../ledger/index.ts';
import { forbidden, type StatusRequest, statusAfter } from './status-machine.ts';

/** A change of a published license. New versions (02, 08, 09) are issued: see {@link issueLicense}. */
export interface LicenseChange extends StatusRequest {
  readonly identifier: string;
  /**
   * Beijing day from which the change counts, not later than today. Unset: today, but for 撤销 (ending `revoke`), which
   * undoes the decision itself: the day of issue. Earlier than today: it acts backwards.
   */
  readonly effectiveFrom?: CalendarDate;
}

/**
 * Changes the status of a published license by the table of operations and stores it with its time. The next status
 * list shows it. @throws LICENSE_STATE_FORBIDDEN, LICENSE_INVALID for an unknown identifier, LEDGER_CONFLICT when
 * somebody else changed it meanwhile, ARGUMENT_INVALID.
 */
export async function changeLicense(
  change: LicenseChange,
  options: { readonly ledger: Ledger; readonly clock: Clock },
): Promise<LedgerRecord> {
  const { ledger, clock } = options;
  const record = await ledger.find(change.identifier);
  if (record === undefined) {
    throw new YinxinError('LICENSE_INVALID', 'the ledger has no license of this identifier');
  }
  if (record.state !== 'PUBLISHED') throw forbidden(change.operation, record.status);
  if (change.description !== undefined && containsResidentId(change.description)) {
    throw new YinxinError('ARGUMENT_INVALID', 'a description never holds a resident identity number');
  }
  const state = statusAfter(record.status, change);
  const at = clock.now();
  const effectiveFrom = effectiveDay(change, record, at);
  return ledger.changeStatus(change.identifier, record.status, {
    operation: change.operation,
    state,
    at,
    effectiveFrom,
    ...(change.description === undefined ? {} : { description: change.description }),
  });
}

function effectiveDay(
  { effectiveFrom, ending }: LicenseChange,
  record: LedgerRecord,
  at: Date,
): CalendarDate {
  const today = beijingDate(at);
  if (effectiveFrom === undefined) return ending === 'revoke' ? beijingDate(record.createdAt) : today;
  // Throws for a day that no calendar has.
  if (startOfBeijingDate(effectiveFrom) > startOfBeijingDate(today)) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'a change counts from today or an earlier day: make it when its day comes',
    );
  }
  return effectiveFrom;
}
