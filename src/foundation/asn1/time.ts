import { YinxinError } from '../core/index.ts';

/** UTCTime `YYMMDDhhmmssZ`; two-digit years 50 to 99 are 19xx (RFC 5280 4.1.2.5.1). */
export function parseUtcTime(text: string): Date {
  if (text.length !== 13 || text[12] !== 'Z') return invalid('UTCTime');
  const year = numberAt(text, 0, 2, 'UTCTime');
  return build(year >= 50 ? 1900 + year : 2000 + year, text, 2, 0, 'UTCTime');
}

/** GeneralizedTime `YYYYMMDDhhmmss[.f]Z`; a fraction has no trailing zeros (X.690 11.7). */
export function parseGeneralizedTime(text: string): Date {
  const fraction = /^\d{14}(?:\.(\d{0,8}[1-9]))?Z$/.exec(text);
  if (!fraction) return invalid('GeneralizedTime');
  const ms = Math.floor(Number(`0.${fraction[1] ?? '0'}`) * 1000);
  return build(numberAt(text, 0, 4, 'GeneralizedTime'), text, 4, ms, 'GeneralizedTime');
}

/** `YYMMDDhhmmssZ`; only 1950 to 2049. */
export function formatUtcTime(time: Date): string {
  const year = time.getUTCFullYear();
  if (!(year >= 1950 && year <= 2049)) invalid('UTCTime');
  return `${digits(time).slice(2)}Z`;
}

/** `YYYYMMDDhhmmss[.fff]Z`. */
export function formatGeneralizedTime(time: Date): string {
  const ms = time.getUTCMilliseconds();
  const fraction = ms === 0 ? '' : `.${String(ms).padStart(3, '0').replace(/0+$/, '')}`;
  return `${digits(time)}${fraction}Z`;
}

function digits(time: Date): string {
  if (Number.isNaN(time.getTime()) || time.getUTCFullYear() > 9999 || time.getUTCFullYear() < 0)
    invalid('time');
  return time.toISOString().slice(0, 19).replace(/[-:T]/g, '');
}

/** Month, day, hour, minute and second stand in `text` from `at` on, two digits each. */
function build(year: number, text: string, at: number, ms: number, type: string): Date {
  const part = (i: number): number => numberAt(text, at + 2 * i, 2, type);
  const [month, day, hour, minute, second] = [part(0), part(1), part(2), part(3), part(4)];
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  // A day that its month does not have rolls over into the next.
  if (month < 1 || month > 12 || time.getUTCDate() !== day) invalid(type);
  if (hour > 23 || minute > 59 || second > 59) invalid(type);
  time.setUTCHours(hour, minute, second, ms);
  return time;
}

function numberAt(text: string, at: number, length: number, type: string): number {
  let value = 0;
  for (let i = at; i < at + length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) invalid(type);
    value = value * 10 + digit;
  }
  return value;
}

function invalid(type: string): never {
  throw new YinxinError('DER_INVALID', `${type} is malformed`);
}
