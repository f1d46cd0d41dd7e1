import { YinxinError } from '../core/index.ts';

/** UTCTime `YYMMDDhhmmssZ`; two-digit years 50 to 99 are 19xx (RFC 5280 4.1.2.5.1). */
export function parseUtcTime(text: string): Date {
  const match = /^(\d{2})(\d{10})Z$/.exec(text);
  if (!match) return invalid('UTCTime');
  const year = Number(match[1]);
  return build(year >= 50 ? 1900 + year : 2000 + year, match[2]!, '', 'UTCTime');
}

/** GeneralizedTime `YYYYMMDDhhmmss[.f]Z`; a fraction has no trailing zeros (X.690 11.7). */
export function parseGeneralizedTime(text: string): Date {
  const match = /^(\d{4})(\d{10})(?:\.(\d{0,8}[1-9]))?Z$/.exec(text);
  if (!match) return invalid('GeneralizedTime');
  return build(Number(match[1]), match[2]!, match[3] ?? '', 'GeneralizedTime');
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

function build(year: number, rest: string, fraction: string, type: string): Date {
  const part = (i: number): number => Number(rest.slice(2 * i, 2 * i + 2));
  const ms = Math.floor(Number(`0.${fraction || '0'}`) * 1000);
  const time = new Date(0);
  time.setUTCFullYear(year, part(0) - 1, part(1));
  time.setUTCHours(part(2), part(3), part(4), ms);
  // A date that rolls over (month 13, second 60) does not come back as written.
  if (digits(time) !== `${String(year).padStart(4, '0')}${rest}`) return invalid(type);
  return time;
}

function invalid(type: string): never {
  throw new YinxinError('DER_INVALID', `${type} is malformed`);
}
