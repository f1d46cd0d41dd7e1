/** A map that forgets what was used longest ago. Keys are full bytes (as latin1 text), never digests of them. */
export class BoundedCache<Value> {
  readonly #entries: Map<string, Value> = new Map();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** The value kept for `key`, or a new one. `make` may throw: nothing is kept then. */
  get(key: Uint8Array, make: () => Value): Value {
    const name = String.fromCharCode(...key);
    const kept = this.#entries.get(name);
    if (kept !== undefined) {
      // Re-inserted only when the map is at least half full: order matters little before that.
      if (this.#entries.size * 2 > this.#capacity) {
        this.#entries.delete(name);
        this.#entries.set(name, kept);
      }
      return kept;
    }
    const made = make();
    if (this.#entries.size >= this.#capacity) {
      const oldest = this.#entries.keys().next().value;
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    this.#entries.set(name, made);
    return made;
  }
}
