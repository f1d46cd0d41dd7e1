import { copyBytes, equalBytes } from '../../core/index.ts';

interface Kept<Value> {
  readonly key: Uint8Array;
  readonly value: Value;
}

/** Keys that share a place; the one not used for longest gives way. */
const WAYS = 4;

/**
 * A cache of bounded size over byte strings. A few sampled bytes choose the place, the whole key is compared:
 * colliding keys push each other out and are never taken for one another. What is used often stays, however many
 * other keys pass by.
 */
export class BoundedCache<Value> {
  readonly #places: (Kept<Value>[] | undefined)[];

  constructor(capacity: number) {
    this.#places = new Array<Kept<Value>[] | undefined>(Math.ceil(capacity / WAYS));
  }

  /** The value kept for `key`, or a new one. `make` may throw: nothing is kept then. */
  get(key: Uint8Array, make: () => Value): Value {
    const place = placeOf(key) % this.#places.length;
    const kept = this.#places[place] ?? [];
    const known = kept.findIndex((one) => equalBytes(one.key, key));
    if (known === 0) return kept[0]!.value;
    // An own copy: the caller may change its bytes, or they may be a view on a large file.
    const first = known > 0 ? kept.splice(known, 1)[0]! : { key: copyBytes(key), value: make() };
    kept.unshift(first);
    if (kept.length > WAYS) kept.pop();
    this.#places[place] = kept;
    return first.value;
  }
}

/** Keys differ in their last bytes most: modulus and coordinates stand at the end of an SPKI. */
function placeOf(key: Uint8Array): number {
  let hash = key.length;
  for (let i = Math.max(0, key.length - 24); i < key.length; i++) hash = (Math.imul(hash, 31) + key[i]!) | 0;
  return hash >>> 0;
}
