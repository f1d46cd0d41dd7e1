import { equalBytes, fromUtf8, YinxinError } from '../../foundation/core/index.ts';
import { encodeCbor } from './encode.ts';
import type { CborKey, CborValue } from './value.ts';

/** Nesting that our structures reach is 5; 16 leaves room and bounds hostile input. */
const MAX_DEPTH = 16;

/** Bounds of {@link decodeCbor}. */
export interface CborLimits {
  readonly maxBytes: number;
}

/**
 * Reads exactly one value of deterministic CBOR (RFC 8949 4.2.1), strictly: definite lengths, no duplicate map keys,
 * no floats, no `undefined`, no trailing bytes, and re-encoding must give the same bytes.
 * @throws CBOR_INVALID, or LIMIT_EXCEEDED above `maxBytes`.
 */
export function decodeCbor(bytes: Uint8Array, limits: CborLimits): CborValue {
  if (bytes.length > limits.maxBytes) {
    throw new YinxinError('LIMIT_EXCEEDED', `CBOR longer than ${limits.maxBytes} bytes`, {
      details: { limit: 'cborBytes', allowed: limits.maxBytes, value: bytes.length },
    });
  }
  const cursor = { bytes, at: 0 };
  const value = readValue(cursor, 0);
  if (cursor.at !== bytes.length) throw invalid('bytes follow the value');
  if (!equalBytes(encodeCbor(value), bytes)) throw invalid('not in deterministic form');
  return value;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function readValue(cursor: Cursor, depth: number): CborValue {
  if (depth > MAX_DEPTH) throw invalid('nested too deep');
  const initial = readByte(cursor);
  const major = initial >> 5;
  const info = initial & 31;
  if (major === 7) return readSimple(info);
  const argument = readArgument(cursor, info);
  switch (major) {
    case 0:
      return argument;
    case 1:
      return -1 - argument;
    case 2:
      return take(cursor, argument).slice();
    case 3:
      return readText(cursor, argument);
    case 4:
      return readArray(cursor, argument, depth);
    case 5:
      return readMap(cursor, argument, depth);
    default:
      return { tag: argument, value: readValue(cursor, depth + 1) };
  }
}

function readSimple(info: number): CborValue {
  if (info === 20) return false;
  if (info === 21) return true;
  if (info === 22) return null;
  throw invalid('floats, undefined and other simple values are not allowed');
}

function readText(cursor: Cursor, length: number): string {
  try {
    return fromUtf8(take(cursor, length));
  } catch (cause) {
    throw new YinxinError('CBOR_INVALID', 'CBOR: a text is not UTF-8', { cause });
  }
}

function readArray(cursor: Cursor, count: number, depth: number): CborValue[] {
  // Every item takes at least a byte: the count cannot outgrow the input.
  if (count > cursor.bytes.length - cursor.at) throw invalid('cut short');
  const items: CborValue[] = [];
  for (let i = 0; i < count; i++) items.push(readValue(cursor, depth + 1));
  return items;
}

function readMap(cursor: Cursor, count: number, depth: number): Map<CborKey, CborValue> {
  if (count > (cursor.bytes.length - cursor.at) / 2) throw invalid('cut short');
  const map = new Map<CborKey, CborValue>();
  for (let i = 0; i < count; i++) {
    const key = readValue(cursor, depth + 1);
    if (typeof key !== 'number' && typeof key !== 'string')
      throw invalid('a map key is no integer and no text');
    if (map.has(key)) throw invalid('a map key stands twice');
    map.set(key, readValue(cursor, depth + 1));
  }
  return map;
}

function readArgument(cursor: Cursor, info: number): number {
  if (info < 24) return info;
  if (info > 27) throw invalid('indefinite or reserved length');
  let value = 0;
  for (const byte of take(cursor, 1 << (info - 24))) value = value * 256 + byte;
  if (!Number.isSafeInteger(value)) throw invalid('integer beyond 2^53');
  return value;
}

function readByte(cursor: Cursor): number {
  return take(cursor, 1)[0]!;
}

function take(cursor: Cursor, length: number): Uint8Array {
  if (length > cursor.bytes.length - cursor.at) throw invalid('cut short');
  cursor.at += length;
  return cursor.bytes.subarray(cursor.at - length, cursor.at);
}

function invalid(why: string): YinxinError {
  return new YinxinError('CBOR_INVALID', `CBOR: ${why}`);
}
