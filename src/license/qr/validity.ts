import { type CalendarDate, endOfBeijingDate, startOfBeijingDate } from '../../foundation/core/index.ts';
import type { Check } from '../../foundation/validation/index.ts';
import { qrCheck } from './verdict.ts';

/** Whether a time lies in a license's validity. */
export type Validity = 'valid' | 'not-yet-valid' | 'expired';

/** Judges Beijing dates at an instant: the first day from its start, the last day inclusive. */
export function judgeValidity(
  dates: { readonly validFrom?: CalendarDate; readonly validTo?: CalendarDate },
  at: Date,
): { validity: Validity; check: Check } {
  const { validFrom, validTo } = dates;
  if (validFrom !== undefined && at < startOfBeijingDate(validFrom)) {
    return {
      validity: 'not-yet-valid',
      check: qrCheck('LICENSE_VALIDITY', 'failed', `valid from ${validFrom} on`),
    };
  }
  if (validTo !== undefined && at >= endOfBeijingDate(validTo)) {
    return {
      validity: 'expired',
      check: qrCheck('LICENSE_VALIDITY', 'failed', `${validTo} was the last valid day`),
    };
  }
  const detail = validTo === undefined ? 'valid without an end' : `valid up to and including ${validTo}`;
  return { validity: 'valid', check: qrCheck('LICENSE_VALIDITY', 'passed', detail) };
}
