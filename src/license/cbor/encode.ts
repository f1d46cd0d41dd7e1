import { compareBytes, concatBytes, utf8, YinxinError } from '../../foundation/core/index.ts';
import { type CborValue, isCborTag } from './value.ts';

/**
 * Core deterministic encoding (RFC 8949 4.2.1): shortest heads, definite lengths, map keys in the bytewise order
 * of their encodings. CBOR_INVALID for a number that is no safe integer or a text with a lone surrogate.
 */
export function encodeCbor(value: CborValue): Uint8Array {
  if (value === null) return Uint8Array.of(0xf6);
  if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4);
  if (typeof value === 'number') return encodeInteger(value);
  if (typeof value === 'string') return withHead(3, utf8(value));
  if (value instanceof Uint8Array) return withHead(2, value);
  if (value instanceof Map) return encodeMap(value);
  if (Array.isArray(value)) return concatBytes(head(4, value.length), ...value.map(encodeCbor));
  if (isCborTag(value)) return concatBytes(head(6, value.tag), encodeCbor(value.value));
  throw new YinxinError('CBOR_INVALID', 'this value has no form in deterministic CBOR');
}

function encodeInteger(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) {
    throw new YinxinError('CBOR_INVALID', 'numbers in signed CBOR are safe integers: give decimals as text');
  }
  return value < 0 ? head(1, -1 - value) : head(0, value);
}

function encodeMap(map: ReadonlyMap<CborValue, CborValue>): Uint8Array {
  const entries = [...map].map(([key, value]) => [encodeCbor(key), encodeCbor(value)] as const);
  entries.sort((a, b) => compareBytes(a[0], b[0]));
  return concatBytes(head(5, entries.length), ...entries.flat());
}

function withHead(major: number, content: Uint8Array): Uint8Array {
  return concatBytes(head(major, content.length), content);
}

function head(major: number, argument: number): Uint8Array {
  const type = major << 5;
  if (argument < 24) return Uint8Array.of(type | argument);
  if (argument < 0x100) return Uint8Array.of(type | 24, argument);
  if (argument < 0x10000) return Uint8Array.of(type | 25, argument >> 8, argument & 0xff);
  const out = new Uint8Array(argument < 0x1_0000_0000 ? 5 : 9);
  const view = new DataView(out.buffer);
  out[0] = type | (out.length === 5 ? 26 : 27);
  if (out.length === 5) view.setUint32(1, argument);
  else view.setBigUint64(1, BigInt(argument));
  return out;
}
