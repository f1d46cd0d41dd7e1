import { YinxinError } from '../../foundation/core/index.ts';
import { hexValue, isWhite, pdfInvalid } from './syntax.ts';

/** ASCIIHexDecode (ISO 32000-1, 7.4.2). */
export function asciiHexDecode(data: Uint8Array): Uint8Array {
  const out = new Uint8Array((data.length + 1) >> 1);
  let digits = 0;
  for (const byte of data) {
    if (byte === 0x3e) break;
    if (isWhite(byte)) continue;
    const value = hexValue(byte);
    if (value < 0) throw pdfInvalid('ASCIIHex data with another character');
    out[digits >> 1]! |= digits % 2 === 0 ? value << 4 : value;
    digits++;
  }
  return out.subarray(0, (digits + 1) >> 1);
}

/** ASCII85Decode (7.4.3). */
export function ascii85Decode(data: Uint8Array): Uint8Array {
  const out: number[] = [];
  let group: number[] = [];
  for (const byte of data) {
    if (byte === 0x7e) break;
    if (isWhite(byte)) continue;
    if (byte === 0x7a && group.length === 0) {
      out.push(0, 0, 0, 0);
      continue;
    }
    if (byte < 0x21 || byte > 0x75) throw pdfInvalid('ASCII85 data with another character');
    group.push(byte - 0x21);
    if (group.length === 5) {
      pushGroup(out, group, 4);
      group = [];
    }
  }
  if (group.length === 1) throw pdfInvalid('ASCII85 data ends inside a group');
  if (group.length > 1) {
    const count = group.length - 1;
    while (group.length < 5) group.push(84);
    pushGroup(out, group, count);
  }
  return Uint8Array.from(out);
}

function pushGroup(out: number[], group: readonly number[], count: number): void {
  const value = group.reduce((sum, digit) => sum * 85 + digit, 0);
  if (value > 0xffffffff) throw pdfInvalid('ASCII85 group too large');
  for (let i = 0; i < count; i++) out.push(Math.floor(value / 2 ** (24 - 8 * i)) & 0xff);
}

/** RunLengthDecode (7.4.5). */
export function runLengthDecode(data: Uint8Array, maxBytes: number): Uint8Array {
  const out = new GrowingBytes(maxBytes);
  for (let i = 0; i < data.length; ) {
    const length = data[i++]!;
    if (length === 128) break;
    if (length < 128) {
      out.append(data.subarray(i, i + length + 1));
      i += length + 1;
    } else {
      out.append(new Uint8Array(257 - length).fill(data[i++] ?? 0));
    }
  }
  return out.bytes();
}

const CLEAR = 256;
const END = 257;

/** LZWDecode (7.4.4): codes of 9 to 12 bits, high bit first. */
export function lzwDecode(data: Uint8Array, earlyChange: boolean, maxBytes: number): Uint8Array {
  const out = new GrowingBytes(maxBytes);
  const early = earlyChange ? 1 : 0;
  let table: Uint8Array[] = freshTable();
  let width = 9;
  let previous: Uint8Array | undefined;
  let bits = 0;
  let held = 0;
  for (const byte of data) {
    held = ((held << 8) | byte) & 0xffffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >> bits) & ((1 << width) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      table = freshTable();
      width = 9;
      previous = undefined;
      continue;
    }
    const entry = entryOf(table, code, previous);
    out.append(entry);
    if (previous !== undefined && table.length < 4096) table.push(joined(previous, entry[0]!));
    previous = entry;
    const next = table.length + early;
    width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;
  }
  return out.bytes();
}

function freshTable(): Uint8Array[] {
  return Array.from({ length: 258 }, (_, i) => Uint8Array.of(i & 0xff));
}

function entryOf(table: readonly Uint8Array[], code: number, previous: Uint8Array | undefined): Uint8Array {
  const entry = table[code];
  if (entry !== undefined) return entry;
  if (code !== table.length || previous === undefined) throw pdfInvalid('LZW code out of range');
  return joined(previous, previous[0]!);
}

function joined(bytes: Uint8Array, last: number): Uint8Array {
  const out = new Uint8Array(bytes.length + 1);
  out.set(bytes);
  out[bytes.length] = last;
  return out;
}

/** Bytes appended piece by piece under a bound. */
class GrowingBytes {
  readonly #max: number;
  #buffer = new Uint8Array(1024);
  #length = 0;

  constructor(max: number) {
    this.#max = max;
  }

  append(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#max) {
      throw new YinxinError('LIMIT_EXCEEDED', 'a stream decodes to more than the limit inflatedBytes', {
        details: { limit: 'inflatedBytes', allowed: this.#max },
      });
    }
    if (length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(length, this.#buffer.length * 2));
      grown.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = grown;
    }
    this.#buffer.set(piece, this.#length);
    this.#length = length;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }
}
