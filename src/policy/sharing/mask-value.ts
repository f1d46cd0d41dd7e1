import { utf8 } from '../../foundation/core/index.ts';
import { keyedDigest } from '../../foundation/crypto/index.ts';
import type { Obligation } from './decision.ts';

type Mask = Extract<Obligation, { readonly type: 'mask' }>;

const STAR = '＊';

/**
 * A value made less telling, as an obligation says. `undefined`: the method or its parameters are not known here, or
 * `hash` is asked for without a key; whoever enforces must then refuse.
 *
 * - `redact`: one mark, whatever the length.
 * - `partial` `{keepStart, keepEnd}` (1 and 0 by default): characters in between become marks; at least one does.
 * - `hash`: HMAC-SHA-256 under the caller's key, hex: equal values stay equal for one requester key.
 * - `generalize` `{to: 'year' | 'month'}` of a date, `{to: 'prefix', length}` of a code (region, post code).
 */
export function maskValue(
  value: string,
  { field, method, params }: Pick<Mask, 'field' | 'method' | 'params'>,
  key: Uint8Array | undefined,
): string | undefined {
  const options = typeof params === 'object' && params !== null ? (params as Record<string, unknown>) : {};
  switch (method) {
    case 'redact':
      return STAR.repeat(3);
    case 'partial':
      return partial([...value], options['keepStart'] ?? 1, options['keepEnd'] ?? 0);
    case 'hash':
      return key === undefined ? undefined : keyedDigest(key, `mask ${field}`, [utf8(value)]);
    case 'generalize':
      return generalize(value, options);
    default:
      return undefined;
  }
}

function partial(characters: readonly string[], start: unknown, end: unknown): string | undefined {
  if (!isCount(start) || !isCount(end)) return undefined;
  // A value as short as what may be kept would come out whole.
  const kept = start + end < characters.length ? { start, end } : { start: 0, end: 0 };
  const tail = characters.length - kept.end;
  return characters.map((character, i) => (i < kept.start || i >= tail ? character : STAR)).join('');
}

const DATE = /^(\d{4})-?(\d{2})-?\d{2}(?:T.*)?$/;

function generalize(value: string, { to, length }: Record<string, unknown>): string | undefined {
  if (to === 'prefix') return isCount(length) && length > 0 ? partial([...value], length, 0) : undefined;
  const [, year, month] = DATE.exec(value) ?? [];
  if (to === 'year') return year;
  return to === 'month' && year !== undefined ? `${year}-${month!}` : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
