import { equalBytes } from '../../core/index.ts';

interface Kept<Value> {
  readonly key: Uint8Array;
  readonly value: Value;
}

/**
 * A cache of bounded size over byte strings. A few sampled bytes choose the place, the whole key is compared:
 * colliding keys push each other out and are never taken for one another.
 */
export class BoundedCache<Value> {
  readonly #places: (Kept<Value> | undefined)[];

  constructor(capacity: number) {
    this.#places = new Array<Kept<Value> | undefined>(capacity);
  }

  /** The value kept for `key`, or a new one. `make` may throw: nothing is kept then. */
  get(key: Uint8Array, make: () => Value): Value {
    const place = placeOf(key) % this.#places.length;
    const kept = this.#places[place];
    if (kept !== undefined && equalBytes(kept.key, key)) return kept.value;
    const value = make();
    // An own copy: the caller may change its bytes, or they may be a view on a large file.
    this.#places[place] = { key: key.slice(), value };
    return value;
  }
}

/** Keys differ in their last bytes most: modulus and coordinates stand at the end of an SPKI. */
function placeOf(key: Uint8Array): number {
  let hash = key.length;
  for (let i = Math.max(0, key.length - 24); i < key.length; i++) hash = (Math.imul(hash, 31) + key[i]!) | 0;
  return hash >>> 0;
}
