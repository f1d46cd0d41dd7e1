import { YinxinError } from '../../core/index.ts';
import type { Inflated } from '../contract.ts';
import { type HuffmanTable, huffmanTable } from './huffman.ts';

const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];

/**
 * Bounded, strict inflate (RFC 1951): refuses exactly what zlib refuses, so that both builds give one verdict,
 * and tells where the stream ends, which no streaming library says.
 */
export function inflateRaw(bytes: Uint8Array, maxBytes: number): Inflated {
  return new Inflater(bytes, 0, maxBytes).run();
}

/** {@link inflateRaw} inside the zlib wrapper (RFC 1950), checksum included. */
export function inflate(bytes: Uint8Array, maxBytes: number): Inflated {
  const [cmf, flags] = bytes;
  if (cmf === undefined || flags === undefined) throw broken('the header is missing');
  if ((cmf & 15) !== 8 || cmf >> 4 > 7 || ((cmf << 8) | flags) % 31 !== 0 || (flags & 0x20) !== 0) {
    throw broken('the header is wrong or needs a dictionary');
  }
  const { bytes: out, consumed } = new Inflater(bytes, 2, maxBytes).run();
  const trailer = bytes.subarray(consumed, consumed + 4);
  const expected = trailer.reduce((sum, byte) => sum * 256 + byte, 0);
  if (trailer.length < 4 || expected !== adler32(out)) throw broken('the checksum is wrong');
  return { bytes: out, consumed: consumed + 4 };
}

function broken(detail: string): YinxinError {
  return new YinxinError('INFLATE_INVALID', 'compressed data is broken or cut short', {
    details: { detail },
  });
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let i = 0; i < bytes.length; ) {
    const end = Math.min(i + 3800, bytes.length);
    for (; i < end; i++) {
      a += bytes[i]!;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}

class Inflater {
  readonly #input: Uint8Array;
  readonly #max: number;
  #at: number;
  #hold = 0;
  #held = 0;
  #out: Uint8Array;
  #length = 0;

  constructor(input: Uint8Array, start: number, max: number) {
    this.#input = input;
    this.#at = start;
    this.#max = max;
    this.#out = new Uint8Array(Math.min(max, Math.max(256, input.length * 4)));
  }

  run(): Inflated {
    for (let last = false; !last; ) {
      last = this.#take(1) === 1;
      const type = this.#take(2);
      if (type === 0) this.#stored();
      else if (type === 1) this.#compressed(...fixedTables());
      else if (type === 2) this.#compressed(...this.#dynamicTables());
      else throw broken('unknown block type');
    }
    // Whole bytes that were only looked ahead at belong to what follows the stream.
    return { bytes: this.#out.slice(0, this.#length), consumed: this.#at - (this.#held >> 3) };
  }

  /** At least `count` bits in hold, padded with zeros at the end of input for table lookups. */
  #fill(count: number): void {
    while (this.#held < count && this.#at < this.#input.length) {
      this.#hold |= this.#input[this.#at++]! << this.#held;
      this.#held += 8;
    }
  }

  #drop(count: number): void {
    if (count > this.#held) throw broken('the input ends early');
    this.#hold >>>= count;
    this.#held -= count;
  }

  #take(count: number): number {
    this.#fill(count);
    const value = this.#hold & ((1 << count) - 1);
    this.#drop(count);
    return value;
  }

  #symbol(table: HuffmanTable): number {
    this.#fill(table.bits);
    const entry = table.entries[this.#hold & (table.entries.length - 1)]!;
    if (entry === 0) throw broken('a code leads nowhere');
    this.#drop(entry & 15);
    return entry >> 4;
  }

  #room(count: number): void {
    const needed = this.#length + count;
    if (needed > this.#max) {
      throw new YinxinError(
        'LIMIT_EXCEEDED',
        'compressed data inflates to more than the limit inflatedBytes',
        {
          details: { limit: 'inflatedBytes', allowed: this.#max },
        },
      );
    }
    if (needed <= this.#out.length) return;
    const grown = new Uint8Array(Math.min(this.#max, Math.max(needed, this.#out.length * 2)));
    grown.set(this.#out.subarray(0, this.#length));
    this.#out = grown;
  }

  #stored(): void {
    this.#drop(this.#held & 7);
    const length = this.#take(16);
    const complement = this.#take(16);
    if ((length ^ complement) !== 0xffff) throw broken('a stored block contradicts its length');
    this.#at -= this.#held >> 3;
    this.#hold = 0;
    this.#held = 0;
    if (this.#at + length > this.#input.length) throw broken('the input ends early');
    this.#room(length);
    this.#out.set(this.#input.subarray(this.#at, this.#at + length), this.#length);
    this.#at += length;
    this.#length += length;
  }

  #dynamicTables(): [HuffmanTable, HuffmanTable] {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const codes = this.#take(4) + 4;
    if (literals > 286 || distances > 30) throw broken('too many codes');
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < codes; i++) codeLengths[CODE_LENGTH_ORDER[i]!] = this.#take(3);
    const codeTable = huffmanTable(codeLengths, false);
    if (codeTable === undefined) throw broken('the code lengths are no code');
    const lengths = this.#codeLengths(codeTable, literals + distances);
    if (lengths[256] === 0) throw broken('no end-of-block code');
    const literalTable = huffmanTable(lengths.subarray(0, literals), true);
    const distanceTable = huffmanTable(lengths.subarray(literals), true);
    if (literalTable === undefined || distanceTable === undefined) throw broken('the lengths are no code');
    return [literalTable, distanceTable];
  }

  #codeLengths(table: HuffmanTable, count: number): Uint8Array {
    const lengths = new Uint8Array(count);
    for (let i = 0; i < count; ) {
      const symbol = this.#symbol(table);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0) throw broken('nothing to repeat');
      const value = symbol === 16 ? lengths[i - 1]! : 0;
      const times =
        symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (i + times > count) throw broken('a repeat runs over the end');
      lengths.fill(value, i, i + times);
      i += times;
    }
    return lengths;
  }

  #compressed(literals: HuffmanTable, distances: HuffmanTable): void {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol < 256) {
        if (this.#length >= this.#out.length) this.#room(1);
        this.#out[this.#length++] = symbol;
        continue;
      }
      if (symbol === 256) return;
      if (symbol > 285) throw broken('unknown length code');
      const length = LENGTH_BASE[symbol - 257]! + this.#take(LENGTH_EXTRA[symbol - 257]!);
      const code = this.#symbol(distances);
      if (code > 29) throw broken('unknown distance code');
      const distance = DISTANCE_BASE[code]! + this.#take(code < 2 ? 0 : (code >> 1) - 1);
      if (distance > this.#length) throw broken('a distance reaches before the start');
      this.#room(length);
      this.#copy(distance, length);
    }
  }

  #copy(distance: number, length: number): void {
    const out = this.#out;
    let at = this.#length;
    for (const end = at + length; at < end; at++) out[at] = out[at - distance]!;
    this.#length = at;
  }
}

let fixed: [HuffmanTable, HuffmanTable] | undefined;

function fixedTables(): [HuffmanTable, HuffmanTable] {
  if (fixed === undefined) {
    const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
    fixed = [huffmanTable(lengths, false)!, huffmanTable(new Uint8Array(32).fill(5), false)!];
  }
  return fixed;
}
