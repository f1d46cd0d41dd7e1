import { YinxinError } from './error.ts';

/** Beijing time is UTC+8 without daylight saving (all license dates are Beijing dates). */
const BEIJING_OFFSET_MS = 8 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;

/** `2026-11-23T01:02:03Z`: the form of every time in reports and metadata; milliseconds only when present. */
export function formatTime(time: Date): string {
  const instant = time.getTime();
  let text = formatted.get(instant);
  if (text === undefined) {
    text = time.toISOString();
    if (text.endsWith('.000Z')) text = `${text.slice(0, -5)}Z`;
    if (formatted.size === MAX_FORMATTED) formatted.clear();
    formatted.set(instant, text);
  }
  return text;
}

/** A report says the same few instants again and again, and the engine takes a microsecond for each. */
const formatted = /* @__PURE__ */ new Map<number, string>();
const MAX_FORMATTED = 256;

/** A calendar date `YYYY-MM-DD`, without a time of day. */
export type CalendarDate = string;

/** The Beijing calendar date of an instant. */
export function beijingDate(time: Date): CalendarDate {
  return new Date(time.getTime() + BEIJING_OFFSET_MS).toISOString().slice(0, 10);
}

/** First instant of a Beijing date. */
export function startOfBeijingDate(date: CalendarDate): Date {
  return new Date(dayNumber(date) * DAY_MS - BEIJING_OFFSET_MS);
}

/** First instant after a Beijing date: a validity end day is inclusive. */
export function endOfBeijingDate(date: CalendarDate): Date {
  return new Date((dayNumber(date) + 1) * DAY_MS - BEIJING_OFFSET_MS);
}

/** Days since 1970-01-01. */
export function dayNumber(date: CalendarDate): number {
  const ms = midnight(date);
  if (ms === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'give a date as YYYY-MM-DD', { details: { date } });
  }
  return ms / DAY_MS;
}

/** True for `YYYY-MM-DD` of a day that the calendar has. */
export function isCalendarDate(text: string): boolean {
  return midnight(text) !== undefined;
}

function midnight(date: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (match === null) return undefined;
  const ms = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === date ? ms : undefined;
}

/** The date of a day number. */
export function dateOfDayNumber(day: number): CalendarDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
