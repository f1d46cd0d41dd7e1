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

  /** The node over the first `count` values in `group`. */
  node(group: Uint8Array, count: number): Uint8Array {
    const length = this.#length;
    const distinct = this.#sort(group, count);
    if (distinct === 1) return group.slice(0, length);
    const scratch = this.#scratch;
    for (let i = 0; i < distinct; i++) {
      const from = this.#order[i]!;
      for (let j = 0; j < length; j++) scratch[i * length + j] = group[from + j]!;
    }
    return digest(this.#hash, scratch.subarray(0, distinct * length));
  }

  /** Offsets of the distinct values in ascending order go to `#order`; how many there are. */
  #sort(group: Uint8Array, count: number): number {
    const order = this.#order;
    let distinct = 0;
    for (let i = 0; i < count; i++) {
      const offset = i * this.#length;
      let place = distinct;
      let relation = 1;
      while (place > 0) {
        relation = this.#compare(group, order[place - 1]!, offset);
        if (relation <= 0) break;
        place--;
      }
      if (place > 0 && relation === 0) continue;
      order.copyWithin(place + 1, place, distinct);
      order[place] = offset;
      distinct++;
    }
    return distinct;
  }

  #compare(group: Uint8Array, a: number, b: number): number {
    for (let i = 0; i < this.#length; i++) {
      const d = group[a + i]! - group[b + i]!;
      if (d !== 0) return d;
    }
    return 0;
  }
}
