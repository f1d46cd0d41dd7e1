import { fromUtf8, utf8 } from './bytes.ts';
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

/** JSON as it was read, or what is wrong with it. */
export type CanonicalReading =
  | { readonly value: JsonValue }
  | { readonly fault: string; readonly cause?: unknown };

/**
 * Reads bytes (UTF-8) or text that must be canonical JSON: any other spelling, double keys among them, is a fault, so that
 * one value has one reading. Never throws. Engines parse by recursion: bound the length of what a stranger sent.
 */
export function readCanonicalJson(input: Uint8Array | string): CanonicalReading {
  try {
    const text = typeof input === 'string' ? input : fromUtf8(input);
    const value = JSON.parse(text) as JsonValue;
    return canonicalJson(value) === text ? { value } : { fault: 'is not canonical JSON (RFC 8785)' };
  } catch (cause) {
    return { fault: 'is not JSON', cause };
  }
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
