/** A time as its writer put it: the digits read as UTC, and what was said about the zone. */
export interface WrittenTime {
  /** The digits, taken as UTC. */
  readonly digits: Date;
  /** Minutes east of UTC where stated (0 for Z); absent where the writer left the zone out. */
  readonly offsetMinutes?: number;
}

/** Beijing time is UTC+8 without daylight saving. */
export const BEIJING_MINUTES = 480;

const COMPACT = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/;
const SPACED =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads the forms that SignatureDateTime and the timeInfo of V1 seals are met in: `yyyy-MM-dd HH:mm:ss`, ISO 8601,
 * `yyyyMMddHHmmss[.f][Z]`. `undefined` for anything else: a time nobody can read is a time not stated.
 */
export function readTimeText(text: string): WrittenTime | undefined {
  const match = COMPACT.exec(text.trim()) ?? SPACED.exec(text.trim());
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const milliseconds = Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000);
  const digits = new Date(0);
  digits.setUTCFullYear(year, month - 1, day);
  digits.setUTCHours(hour, minute, second, milliseconds);
  const same =
    digits.getUTCMonth() === month - 1 &&
    digits.getUTCDate() === day &&
    digits.getUTCHours() === hour &&
    digits.getUTCMinutes() === minute &&
    digits.getUTCSeconds() === second;
  if (!same) return undefined;
  const zone = match[8];
  return zone === undefined ? { digits } : { digits, offsetMinutes: offsetOf(zone) };
}

/** The instant meant; a text without zone was written in Beijing. */
export function instantOf({ digits, offsetMinutes }: WrittenTime): Date {
  return new Date(digits.getTime() - (offsetMinutes ?? BEIJING_MINUTES) * 60_000);
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}
