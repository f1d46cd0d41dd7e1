import { InvalidArgumentError } from 'commander';
import { YinxinError } from '../foundation/core/index.ts';

const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A whole number above zero, for commander. */
export function wholeNumber(text: string): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new InvalidArgumentError('give a whole number above zero');
  return value;
}

/**
 * An instant in ISO 8601 with its offset, or a date, which means its first instant in UTC. A time without offset
 * would mean something else on every machine: ARGUMENT_INVALID.
 */
export function instant(text: string): Date {
  const time = new Date(ISO.test(text) ? text : Number.NaN);
  const day = Number(text.slice(8, 10));
  const lastDay = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  if (Number.isNaN(time.getTime()) || day > lastDay) {
    throw new YinxinError('ARGUMENT_INVALID', 'give a time with offset, such as 2026-08-01T08:00:00+08:00', {
      details: { option: '--at' },
    });
  }
  return time;
}

/** A measure in millimetres, for commander. */
export function measure(text: string): number {
  const value = /^-?\d{1,5}(?:\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) throw new InvalidArgumentError('give millimetres, such as 20.5');
  return value;
}
