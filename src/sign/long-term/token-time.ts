import { formatTime, YinxinError } from '../../foundation/core/index.ts';

/** Clocks that are kept differ by less; a token of another day would order signatures wrongly for ever. */
const MAX_CLOCK_DIFFERENCE_MS = 10 * 60 * 1000;

/** TIMESTAMP_FAILED for a token that tells of another time than the present. */
export function assertPresent(time: Date, at: Date): void {
  if (Math.abs(time.getTime() - at.getTime()) <= MAX_CLOCK_DIFFERENCE_MS) return;
  throw new YinxinError(
    'TIMESTAMP_FAILED',
    `the authority tells ${formatTime(time)} and the caller ${formatTime(at)}: one of the clocks is wrong`,
    { details: { time, at } },
  );
}
