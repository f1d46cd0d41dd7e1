import { YinxinError } from '../../foundation/core/index.ts';

/** Two 16-bit fields of MS-DOS. ZIP knows no time zone: written and read as UTC, so that bytes never depend on one. */
export interface DosTime {
  readonly time: number;
  readonly date: number;
}

/** 1980-01-01 00:00:00, the first instant DOS can name, and the default of the writer. */
export const DOS_EPOCH: DosTime = Object.freeze({ time: 0, date: (1 << 5) | 1 });

/** UTC fields of an instant, in steps of two seconds. Outside 1980..2107 is ARGUMENT_INVALID. */
export function toDosTime(instant: Date): DosTime {
  const year = instant.getUTCFullYear();
  if (!(year >= 1980 && year <= 2107)) {
    throw new YinxinError('ARGUMENT_INVALID', 'a ZIP time must lie in 1980..2107', { details: { year } });
  }
  return {
    time: (instant.getUTCHours() << 11) | (instant.getUTCMinutes() << 5) | (instant.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | ((instant.getUTCMonth() + 1) << 5) | instant.getUTCDate(),
  };
}

/** The fields as an instant in UTC; `undefined` where they name no real time. */
export function fromDosTime({ time, date }: DosTime): Date | undefined {
  const [month, day] = [((date >> 5) & 15) - 1, date & 31];
  const instant = new Date(
    Date.UTC(1980 + (date >> 9), month, day, time >> 11, (time >> 5) & 63, (time & 31) * 2),
  );
  const same = instant.getUTCMonth() === month && instant.getUTCDate() === day;
  return same && toDosTime(instant).time === time ? instant : undefined;
}
