import { YinxinError } from './error.ts';

/** Bytes joined in order. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

/**
 * A copy that shares nothing with the original. `slice()` is not that: of a Node Buffer, which is a Uint8Array too, it
 * gives a view, and who writes into the "copy" writes into the caller's file.
 */
export function copyBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** Equality of public bytes (not constant time: never use it on secrets). */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Binary ascending order, shorter first on a common prefix (X.690 11.6 pads with zeros: same order for DER). */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const d = a[i]! - b[i]!;
    if (d !== 0) return d;
  }
  return a.length - b.length;
}

/** First index of `needle` in `haystack` at or after `from`, or -1. */
export function indexOfBytes(haystack: Uint8Array, needle: Uint8Array, from = 0): number {
  const first = needle[0];
  if (first === undefined) return from;
  const last = haystack.length - needle.length;
  for (let i = haystack.indexOf(first, from); i !== -1 && i <= last; i = haystack.indexOf(first, i + 1)) {
    let j = 1;
    while (j < needle.length && haystack[i + j] === needle[j]) j++;
    if (j === needle.length) return i;
  }
  return -1;
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let out = '';
  for (const b of bytes) out += HEX[b];
  return out;
}

/** Hex of either case to bytes; anything else is ENCODING_INVALID. */
export function fromHex(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) {
    throw new YinxinError('ENCODING_INVALID', 'not hexadecimal: give an even number of 0-9, a-f');
  }
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return out;
}

/** Standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x2000) {
    // A spread asks for the bytes one by one, which is nine times as slow.
    binary += String.fromCharCode.apply(null, bytes.subarray(i, i + 0x2000) as unknown as number[]);
  }
  return btoa(binary);
}

/** Strict base64 (padding required, canonical trailing bits, no white space). */
export function fromBase64(text: string): Uint8Array {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
    throw new YinxinError('ENCODING_INVALID', 'not base64');
  }
  const binary = atob(text);
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  // Bits that no byte needs stand in the last four characters alone.
  const last = out.subarray(out.length - (out.length % 3 || 3));
  if (text !== '' && toBase64(last) !== text.slice(-4))
    throw new YinxinError('ENCODING_INVALID', 'base64 with non-zero trailing bits');
  return out;
}

/** UTF-8 bytes of a string; a lone surrogate is refused, never replaced. */
export function utf8(text: string): Uint8Array {
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)) {
    throw new YinxinError('ENCODING_INVALID', 'text holds a lone surrogate: it has no UTF-8 form');
  }
  return new TextEncoder().encode(text);
}

/** Strict UTF-8 decoding; the byte order mark is kept as a character. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new YinxinError('ENCODING_INVALID', 'bytes are not UTF-8', { cause });
  }
}

/** Each byte as the character of the same number (ISO 8859-1). */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length < LONG_TEXT) {
    let short = '';
    for (const byte of bytes) short += String.fromCharCode(byte);
    return short;
  }
  let out = '';
  for (let i = 0; i < bytes.length; i += 0x8000) out += charactersOf(bytes.subarray(i, i + 0x8000));
  return out;
}

function charactersOf(bytes: Uint8Array): string {
  // Bytes below 80 are the same in UTF-8, and the engine's decoder is ten times as fast.
  if (bytes.every((byte) => byte < 0x80)) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return Reflect.apply(String.fromCharCode, undefined, bytes);
}

/** A string of characters below U+0100 to bytes. */
export function fromLatin1(text: string): Uint8Array {
  if (text.length >= LONG_TEXT) {
    // As many bytes as characters: all of them are ASCII, whose UTF-8 is the same bytes.
    const ascii = new TextEncoder().encode(text);
    if (ascii.length === text.length) return ascii;
  }
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 0xff) throw new YinxinError('ENCODING_INVALID', 'text holds a character above U+00FF');
    out[i] = c;
  }
  return out;
}

/** From here on the engine's own coders are faster than a loop. */
const LONG_TEXT = 64;
