/** A canonical Huffman code as one table: the next `bits` bits of input give symbol and code length. */
export interface HuffmanTable {
  readonly bits: number;
  /** symbol << 4 | length; 0 where no code leads. */
  readonly entries: Uint16Array;
}

/**
 * The table of a set of code lengths (RFC 1951, 3.2.2), or undefined when the set is over-subscribed or
 * incomplete. As in zlib, one lone code of length 1 and an empty set pass: using a missing code fails later.
 */
export function huffmanTable(lengths: Uint8Array, mayBeIncomplete: boolean): HuffmanTable | undefined {
  const counts = new Uint16Array(16);
  let bits = 0;
  for (const length of lengths) {
    if (length === 0) continue;
    counts[length]!++;
    if (length > bits) bits = length;
  }
  if (bits === 0) return { bits: 1, entries: new Uint16Array(2) };
  let left = 1;
  const next = new Uint16Array(16);
  for (let length = 1, code = 0; length <= 15; length++) {
    left = (left << 1) - counts[length]!;
    if (left < 0) return undefined;
    next[length] = code;
    code = (code + counts[length]!) << 1;
  }
  if (left > 0 && !(mayBeIncomplete && bits === 1)) return undefined;
  const entries = new Uint16Array(1 << bits);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const code = reverse(next[length]!++, length);
    for (let i = code; i < entries.length; i += 1 << length) entries[i] = (symbol << 4) | length;
  });
  return { bits, entries };
}

function reverse(code: number, length: number): number {
  let out = 0;
  for (let i = 0; i < length; i++) out |= ((code >> i) & 1) << (length - 1 - i);
  return out;
}
