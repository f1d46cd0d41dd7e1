import { seededRandom } from '../../../../src/testing/index.ts';

/** Choices that follow from a seed. */
export interface Dice {
  /** 0 to n - 1. */
  below(n: number): number;
  /** `from` to `to`, both included. */
  between(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  chance(percent: number): boolean;
  shuffled<T>(list: readonly T[]): T[];
  bytes(length: number): Uint8Array;
}

/** The same seed throws the same. */
export function dice(seed: string): Dice {
  const random = seededRandom(seed);
  const below = (n: number): number => {
    const [a, b, c] = random.bytes(3);
    return ((a! << 16) | (b! << 8) | c!) % n;
  };
  return {
    below,
    between: (from, to) => from + below(to - from + 1),
    pick: (list) => list[below(list.length)]!,
    chance: (percent) => below(100) < percent,
    shuffled(list) {
      const out = [...list];
      for (let i = out.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [out[i], out[j]] = [out[j]!, out[i]!];
      }
      return out;
    },
    bytes: (length) => random.bytes(length),
  };
}
