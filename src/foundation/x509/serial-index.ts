import { DerCursor } from './der-cursor.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/**
 * Finds entries of a CRL by serial number: a hash table of entry numbers, two small arrays for the whole list. Built at
 * the first question. Serial numbers that share a place form a chain, so that a list of equal ones costs no more to
 * index than another.
 */
export class SerialIndex {
  readonly #cursor: DerCursor;
  readonly #offsets: Uint32Array;
  readonly #heads: Int32Array;
  readonly #next: Int32Array;

  /** `offsets`: where the entries, already checked, start in `content`. */
  constructor(content: Uint8Array, offsets: Uint32Array) {
    this.#cursor = new DerCursor(content);
    this.#offsets = offsets;
    this.#heads = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, offsets.length)))).fill(-1);
    this.#next = new Int32Array(offsets.length);
    // From the last to the first: chains keep the order of the list.
    for (let n = offsets.length - 1; n >= 0; n--) {
      this.#toSerial(n);
      const place = this.#place(content, this.#cursor.start, this.#cursor.end);
      this.#next[n] = this.#heads[place]!;
      this.#heads[place] = n;
    }
  }

  /** Numbers of the entries with this serial number, ascending. */
  find(serial: Uint8Array): number[] {
    const out: number[] = [];
    for (let n = this.#heads[this.#place(serial, 0, serial.length)]!; n >= 0; n = this.#next[n]!) {
      if (this.#isSerial(n, serial)) out.push(n);
    }
    return out;
  }

  #toSerial(n: number): void {
    const { bytes } = this.#cursor;
    this.#cursor.read(this.#offsets[n]!, bytes.length, SEQUENCE);
    this.#cursor.read(this.#cursor.start, bytes.length, INTEGER);
  }

  #isSerial(n: number, serial: Uint8Array): boolean {
    this.#toSerial(n);
    const { bytes, start, end } = this.#cursor;
    if (end - start !== serial.length) return false;
    for (let i = 0; i < serial.length; i++) if (bytes[start + i] !== serial[i]) return false;
    return true;
  }

  /** FNV-1a over the octets. */
  #place(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    return (hash ^ (hash >>> 15)) & (this.#heads.length - 1);
  }
}
