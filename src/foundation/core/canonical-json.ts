import { utf8 } from './bytes.ts';
import { YinxinError } from './error.ts';

/** A value that JSON can carry. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

const MAX_DEPTH = 64;

/**
 * Canonical JSON by RFC 8785 (JCS): keys sorted by UTF-16 code units, ECMAScript numbers, no white space.
 * `undefined`, functions, NaN, infinities, lone surrogates and depth over 64 are JSON_INVALID.
 */
export function canonicalJson(value: JsonValue): string {
  return write(value, 0);
}

/** UTF-8 bytes of {@link canonicalJson}. */
export function canonicalJsonBytes(value: JsonValue): Uint8Array {
  return utf8(canonicalJson(value));
}

function write(value: JsonValue, depth: number): string {
  if (depth > MAX_DEPTH) throw new YinxinError('JSON_INVALID', `JSON nested deeper than ${MAX_DEPTH}`);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new YinxinError('JSON_INVALID', 'JSON has no NaN or infinity');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((v) => write(v, depth + 1)).join(',')}]`;
  if (typeof value === 'object') {
    const object = value as { readonly [key: string]: JsonValue };
    const keys = Object.keys(object).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${keys.map((k) => `${JSON.stringify(k)}:${write(object[k] as JsonValue, depth + 1)}`).join(',')}}`;
  }
  throw new YinxinError('JSON_INVALID', `a ${typeof value} has no JSON form`);
}
