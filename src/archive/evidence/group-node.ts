import { type DigestName, digest } from '../../foundation/crypto/index.ts';

/** Arity of a tree whose nodes are made here. */
export const MAX_ARITY = 16;

/**
 * Makes nodes over groups that stand in one buffer, without a view for each value: of ten million leaves every
 * allocation is felt. The same node as `nodeOver`; a group of one value (or of equal ones) is that value itself.
 */
export class GroupHasher {
  readonly #hash: DigestName;
  readonly #length: number;
  readonly #scratch: Uint8Array;
  readonly #order: Int32Array;

  constructor(hash: DigestName, length: number) {
    this.#hash = hash;
    this.#length = length;
    this.#scratch = new Uint8Array(MAX_ARITY * length);
    this.#order = new Int32Array(MAX_ARITY);
  }

  /** The node over the values from `start` to `end` in `block`. */
  node(block: Uint8Array, start: number, end: number): Uint8Array {
    const length = this.#length;
    const order = this.#order;
    const distinct = this.#sort(block, start, end);
    if (distinct === 1) return block.slice(start, start + length);
    const scratch = this.#scratch;
    for (let i = 0, to = 0; i < distinct; i++) {
      const from = order[i]!;
      for (let at = from; at < from + length; at++) scratch[to++] = block[at]!;
    }
    return digest(this.#hash, scratch.subarray(0, distinct * length));
  }

  /** Offsets of the distinct values in ascending order go to `#order`; how many there are. */
  #sort(block: Uint8Array, start: number, end: number): number {
    const order = this.#order;
    let distinct = 0;
    for (let offset = start; offset < end; offset += this.#length) {
      let place = distinct;
      let relation = 1;
      while (place > 0) {
        relation = this.#compare(block, order[place - 1]!, offset);
        if (relation <= 0) break;
        place--;
      }
      if (place > 0 && relation === 0) continue;
      for (let i = distinct; i > place; i--) order[i] = order[i - 1]!;
      order[place] = offset;
      distinct++;
    }
    return distinct;
  }

  #compare(block: Uint8Array, a: number, b: number): number {
    for (let i = 0; i < this.#length; i++) {
      const d = block[a + i]! - block[b + i]!;
      if (d !== 0) return d;
    }
    return 0;
  }
}
