import { type Check, formatTime } from '../../foundation/core/index.ts';
import { BEIJING_MINUTES, instantOf, quirk, readTimeText, type WrittenTime } from '../ses/index.ts';

const CLAUSE = 'GB/T 33190-2016 18.2.1';
/** Both times are taken while one signature is made; clocks of two machines may differ. */
const TOLERANCE_MS = 5 * 60_000;
const BEIJING_MS = BEIJING_MINUTES * 60_000;

/** SignatureDateTime as an instant: Beijing time where it states no zone; absent where it is in no known form. */
export function signatureDateTime(text: string | undefined): Date | undefined {
  const written = text === undefined ? undefined : readTimeText(text);
  return written === undefined ? undefined : instantOf(written);
}

/**
 * Compares the time inside the signed value with SignatureDateTime. Products write local time as UTC in one of them:
 * eight hours between them are a finding about the zone, no forgery and no time in the future. Both are claims.
 */
export function compareTimes(signed: Date | undefined, text: string | undefined): Check[] {
  const written = text === undefined ? undefined : readTimeText(text);
  if (text !== undefined && written === undefined) {
    return [quirk('OFD_TIME_UNREADABLE', 'SignatureDateTime is in no known form', CLAUSE)];
  }
  if (signed === undefined || written === undefined) return [];
  const apart = signed.getTime() - instantOf(written).getTime();
  if (Math.abs(apart) <= TOLERANCE_MS) return [];
  return [isZone(apart, written) ? zoneFinding(signed, written) : differs(signed, written)];
}

/** Eight hours in either direction: one of the two was written in the zone of the other. */
function isZone(apart: number, written: WrittenTime): boolean {
  const zones =
    written.offsetMinutes === undefined || written.offsetMinutes === 0
      ? [BEIJING_MS, -BEIJING_MS]
      : [BEIJING_MS];
  return zones.some((zone) => Math.abs(apart - zone) <= TOLERANCE_MS);
}

function zoneFinding(signed: Date, written: WrittenTime): Check {
  const detail = `the signed time ${formatTime(signed)} and SignatureDateTime ${formatTime(instantOf(written))} lie eight hours apart: one of them is Beijing time written as UTC`;
  return quirk('OFD_TIME_ZONE', detail, CLAUSE);
}

function differs(signed: Date, written: WrittenTime): Check {
  const detail = `the signed time ${formatTime(signed)} is not SignatureDateTime ${formatTime(instantOf(written))}`;
  return quirk('OFD_TIME_DIFFERS', detail, CLAUSE);
}
