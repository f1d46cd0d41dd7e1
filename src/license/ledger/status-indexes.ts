import type { Random } from '../../foundation/core/index.ts';

/** A list is left for the next at three quarters: random indexes stay easy to find, and say nothing about order. */
const FULL_AT = 0.75;

/** Allots random indexes, list after list. Rebuilt from the records on opening. */
export class StatusIndexes {
  readonly #size: number;
  readonly #random: Random;
  readonly #used: Set<number>[] = [];

  constructor(size: number, random: Random) {
    this.#size = size;
    this.#random = random;
  }

  /** An index that is free now; it is taken only by {@link take}. */
  choose(): { list: number; index: number } {
    let list = Math.max(0, this.#used.length - 1);
    if ((this.#used[list]?.size ?? 0) >= this.#size * FULL_AT) list++;
    for (;;) {
      const index = this.#randomIndex();
      if (this.#used[list]?.has(index) !== true) return { list, index };
    }
  }

  take(list: number, index: number): void {
    while (this.#used.length <= list) this.#used.push(new Set());
    this.#used[list]!.add(index);
  }

  /** Unbiased: the size is a power of two. */
  #randomIndex(): number {
    const [a, b, c] = this.#random.bytes(3) as unknown as [number, number, number];
    return ((a << 16) | (b << 8) | c) % this.#size;
  }
}
