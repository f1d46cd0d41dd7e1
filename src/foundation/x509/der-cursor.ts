import { YinxinError } from '../core/index.ts';

/**
 * Walks over DER values without an object for each: for lists of tens of thousands of small values. Definite minimal
 * lengths only (X.690 10.1); low tags only, as X.509 lists have no others.
 */
export class DerCursor {
  readonly bytes: Uint8Array;
  /** Content of the value last read: from `start` to before `end`. */
  start = 0;
  end = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Moves to the value at `at`, which must have this identifier octet and end by `limit`. DER_INVALID. */
  read(at: number, limit: number, identifier: number): void {
    const { bytes } = this;
    // The header of two octets is nearly always enough.
    if (at + 2 > limit || bytes[at] !== identifier) malformed('another type, or nothing');
    const first = bytes[at + 1]!;
    if (first < 0x80) {
      this.start = at + 2;
      this.end = this.start + first;
    } else this.#readLong(at + 2, limit, first & 0x7f);
    if (this.end > limit) malformed('a value is cut short');
  }

  #readLong(at: number, limit: number, count: number): void {
    if (count === 0 || count > 5 || at + count > limit) malformed('a length of no definite or minimal form');
    let length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + this.bytes[at + i]!;
    if (length < 0x80 || (count > 1 && length < 2 ** (8 * (count - 1)))) malformed('length is not minimal');
    this.start = at + count;
    this.end = this.start + length;
  }
}

/** Refuses the list. */
export function malformed(what: string): never {
  throw new YinxinError('DER_INVALID', `not DER: ${what}`);
}
