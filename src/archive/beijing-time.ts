import { YinxinError } from '../foundation/core/index.ts';
import { TIME_PATTERN } from './metadata-fields.ts';

const BEIJING_OFFSET_MS = 8 * 3600 * 1000;

/** `2026-11-23 18:20:30` in Beijing, whatever the time zone of the machine. Milliseconds are dropped. */
export function formatBeijingTime(instant: Date): string {
  if (Number.isNaN(instant.getTime()))
    throw new YinxinError('ARGUMENT_INVALID', 'a time is not a valid Date');
  return new Date(instant.getTime() + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The instant of such a text; `undefined` when it is no real time. */
export function parseBeijingTime(text: string): Date | undefined {
  if (!TIME_PATTERN.test(text)) return undefined;
  const instant = new Date(Date.parse(`${text.replace(' ', 'T')}Z`) - BEIJING_OFFSET_MS);
  return Number.isNaN(instant.getTime()) || formatBeijingTime(instant) !== text ? undefined : instant;
}

/** `2026-11-23T18:20:30+08:00`: the same instant as xs:dateTime. */
export function isoBeijingTime(instant: Date): string {
  return `${formatBeijingTime(instant).replace(' ', 'T')}+08:00`;
}
