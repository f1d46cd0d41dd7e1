import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bigIntToBytes,
  type CurveParameters,
  EC_CURVES,
  groupOf,
  mod,
  powerPublic,
  SM2_CURVE,
} from '../../../src/foundation/platform/portable/index.ts';
import { nafDigits, windowDigits } from '../../../src/foundation/platform/portable/multiples.ts';
import { sumHasX } from '../../../src/foundation/platform/portable/sum-of-multiples.ts';
import { runs } from '../../support/property.ts';

const CURVES: readonly (readonly [string, CurveParameters])[] = [
  ...Object.entries(EC_CURVES),
  ['SM2', SM2_CURVE],
];
/** Uses after which a key has its table. */
const TABLE_AFTER = 16;

// The oracle multiplies G alone: with a table it does so quickly.
for (const [, curve] of CURVES) groupOf(curve).BASE.precompute(6, false);

const encoded = (curve: CurveParameters, scalar: bigint): Uint8Array =>
  groupOf(curve).BASE.multiplyUnsafe(scalar).toBytes(false);

/** x of a·G + b·k·G by noble; undefined at infinity. */
function expected(curve: CurveParameters, a: bigint, b: bigint, k: bigint): bigint | undefined {
  const sum = mod(a + b * k, curve.n);
  return sum === 0n ? undefined : groupOf(curve).BASE.multiplyUnsafe(sum).toAffine().x;
}

function assertSame(curve: CurveParameters, a: bigint, b: bigint, k: bigint, key: Uint8Array): void {
  const x = expected(curve, a, b, k);
  if (x === undefined) {
    for (const residue of [0n, 1n, curve.Gx % curve.n])
      expect(sumHasX(curve, a, key, b, residue)).toBe(false);
    return;
  }
  expect(sumHasX(curve, a, key, b, x % curve.n)).toBe(true);
  expect(sumHasX(curve, a, key, b, mod(x + 1n, curve.n))).toBe(false);
}

describe.each(CURVES)('a·G + b·P on %s', (_, curve) => {
  const { n } = curve;
  const edges = [0n, 1n, 32n, 33n, n - 1n];

  it('is that of noble for random numbers, before and after the key has its table', () => {
    const scalar = fc.bigInt({ min: 1n, max: n - 1n });
    fc.assert(
      fc.property(scalar, scalar, scalar, (a, b, k) => {
        const key = encoded(curve, k);
        assertSame(curve, a, b, k, key);
      }),
      runs(10),
    );
    const key = encoded(curve, 1_234_567_891_011n);
    fc.assert(
      fc.property(scalar, scalar, (a, b) => assertSame(curve, a, b, 1_234_567_891_011n, key)),
      runs(2 * TABLE_AFTER),
    );
  });

  it.each([1n, 2n, n - 1n])('holds at the edges, for a key of %s·G', (k) => {
    const key = encoded(curve, k);
    for (const a of edges) for (const b of edges) assertSame(curve, a, b, k, key);
  });

  it('has no x for a key that is no point of the curve', () => {
    const good = encoded(curve, 7n);
    const off = good.slice();
    off[off.length - 1]! ^= 1;
    const compressed = good.slice(0, 1 + curve.fieldBytes);
    const tooLarge = good.slice();
    tooLarge.set(bigIntToBytes(curve.p, curve.fieldBytes), 1);
    for (const key of [off, compressed, tooLarge, good.subarray(1), new Uint8Array(0)]) {
      for (let use = 0; use < TABLE_AFTER + 2; use++)
        expect(sumHasX(curve, 1n, key, 1n, curve.Gx % n)).toBe(false);
    }
  });
});

describe('an x above the order', () => {
  it('counts by its residue, as a value of ECDSA and SM2 can hold no more of it', () => {
    const curve = EC_CURVES['P-256'];
    const { n, p, a, b } = curve;
    for (let x = n; ; x++) {
      const square = mod(x * x * x + a * x + b, p);
      const y = powerPublic(square, (p + 1n) / 4n, p);
      if ((y * y - square) % p !== 0n) continue;
      const key = Uint8Array.of(4, ...bigIntToBytes(x, 32), ...bigIntToBytes(y, 32));
      expect(sumHasX(curve, 0n, key, 1n, x - n)).toBe(true);
      expect(sumHasX(curve, 0n, key, 1n, x - n + 1n)).toBe(false);
      break;
    }
  });
});

describe('signed digits', () => {
  const value = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
  const sumOf = (digits: Int16Array, width: number): bigint =>
    digits.reduceRight((sum, digit) => (sum << BigInt(width)) + BigInt(digit), 0n);

  it('of windows make up the number, none beyond half of the base', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 2, max: 8 }), (number, width) => {
        const digits = windowDigits(number, width, 256);
        expect(sumOf(digits, width)).toBe(number);
        expect(Math.max(...digits.map(Math.abs))).toBeLessThanOrEqual(1 << (width - 1));
      }),
      runs(200),
    );
  });

  it('in non-adjacent form make up the number, are odd, and stand apart', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 2, max: 8 }), (number, width) => {
        const digits = nafDigits(number, width);
        expect(sumOf(digits, 1)).toBe(number);
        let last = Number.NEGATIVE_INFINITY;
        for (const [i, digit] of digits.entries()) {
          if (digit === 0) continue;
          expect(Math.abs(digit) % 2).toBe(1);
          expect(Math.abs(digit)).toBeLessThan(1 << (width - 1));
          expect(i - last).toBeGreaterThanOrEqual(width);
          last = i;
        }
      }),
      runs(200),
    );
  });
});
