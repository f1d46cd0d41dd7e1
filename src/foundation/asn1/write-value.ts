import { YinxinError } from '../core/index.ts';
import { TAG } from './tag.ts';

// What signature values need of the writer, apart from it: who only signs and verifies values does not carry the rest.

/** Identifier octet (low tag form) and content. */
export function tlv(tagByte: number, content: Uint8Array): Uint8Array {
  const { out, at } = opened(tagByte, content.length);
  out.set(content, at);
  return out;
}

/** A value whose content is all parts in order, each copied once. */
export function joined(tagByte: number, parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const { out, at } = opened(tagByte, length);
  let offset = at;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/** A buffer for a whole value, its header written; the content goes to `at`. */
function opened(tagByte: number, length: number): { readonly out: Uint8Array; readonly at: number } {
  const out = new Uint8Array(headerOctets(length) + length);
  return { out, at: writeHeader(out, 0, tagByte, length) };
}

/** Identifier octet and length octets of a content (X.690 8.1.3). */
export function headerOctets(length: number): number {
  let octets = 2;
  if (length >= 0x80) for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets++;
  return octets;
}

/** Writes the header at `start`; answers where the content goes. */
export function writeHeader(out: Uint8Array, start: number, tagByte: number, length: number): number {
  const end = start + headerOctets(length);
  const octets = end - start - 2;
  out[start] = tagByte;
  out[start + 1] = octets === 0 ? length : 0x80 | octets;
  for (let i = end - 1, rest = length; i >= start + 2; i--, rest = Math.floor(rest / 256))
    out[i] = rest % 256;
  return end;
}

/** INTEGER from a number, a bigint, or the big-endian magnitude of a non-negative integer. */
export function integer(value: bigint | number | Uint8Array): Uint8Array {
  if (value instanceof Uint8Array) {
    let start = 0;
    while (start < value.length - 1 && value[start] === 0) start++;
    const magnitude = value.length === 0 ? Uint8Array.of(0) : value.subarray(start);
    return magnitude[0]! >= 0x80
      ? joined(TAG.integer, [Uint8Array.of(0), magnitude])
      : tlv(TAG.integer, magnitude);
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new YinxinError('ARGUMENT_INVALID', 'INTEGER from an unsafe number');
  // Versions and counters.
  if (value >= 0 && value < 0x80) return Uint8Array.of(TAG.integer, 1, Number(value));
  const octets: number[] = [];
  let rest = BigInt(value);
  do {
    octets.unshift(Number(rest & 0xffn));
    rest >>= 8n;
  } while (!((rest === 0n && octets[0]! < 0x80) || (rest === -1n && octets[0]! >= 0x80)));
  return tlv(TAG.integer, Uint8Array.from(octets));
}

/** SEQUENCE of whole values. */
export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return joined(0x30, parts);
}

/** OCTET STRING. */
export function octetString(bytes: Uint8Array): Uint8Array {
  return tlv(TAG.octetString, bytes);
}
