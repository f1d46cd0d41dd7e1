import { bitLength, bytesToBigInt } from './big-integers.ts';
import { BoundedCache } from './bounded-cache.ts';
import { type CurveParameters, isOnCurve } from './curve.ts';
import type { CurveGroup, RunningPoint } from './curve-group.ts';
import { bigIntGroup } from './jacobian.ts';
import { limbGroup } from './limb-points.ts';
import { nafDigits, oddMultiples, type WindowTable, windowDigits, windowTable } from './multiples.ts';

/** Widths of the digits: of a key seen once, of the base point, and of both where there are tables. */
const KEY_WIDTH = 5;
const BASE_WIDTH = 8;
const TABLE_WIDTH = 6;

/** Uses of one key after which its table pays: it takes as long as some ten verifications, and saves two thirds of each. */
const TABLE_AFTER = 16;
/** Keys remembered for each curve; a table of 256 bits takes some 500 KB. */
const KNOWN_KEYS = 32;

/** A point that is multiplied again and again. */
interface Factor<Affine> {
  readonly point: Affine;
  readonly odd: readonly Affine[];
  uses: number;
  table?: WindowTable<Affine>;
}

const sums = new WeakMap<CurveParameters, Pick<SumsOfMultiples<unknown>, 'hasX'>>();

/**
 * Is the x of a·G + b·P, as a number modulo n, this residue? On public numbers only. P = 04 || X || Y; one off the curve,
 * and a sum at infinity, have no x. Keys that come again (a CA, a seal maker) get a table.
 */
export function sumHasX(
  parameters: CurveParameters,
  a: bigint,
  encoded: Uint8Array,
  b: bigint,
  residue: bigint,
): boolean {
  let known = sums.get(parameters);
  if (known === undefined) {
    const limbs = limbGroup(parameters);
    known =
      limbs === undefined
        ? new SumsOfMultiples(parameters, bigIntGroup(parameters))
        : new SumsOfMultiples(parameters, limbs);
    sums.set(parameters, known);
  }
  return known.hasX(a, encoded, b, residue);
}

/** Sums on one curve, with the tables of its base point and of keys that come again. */
class SumsOfMultiples<Affine> {
  readonly #parameters: CurveParameters;
  readonly #group: CurveGroup<Affine>;
  readonly #base: Factor<Affine>;
  readonly #keys: BoundedCache<Factor<Affine> | undefined> = new BoundedCache(KNOWN_KEYS);

  constructor(parameters: CurveParameters, group: CurveGroup<Affine>) {
    this.#parameters = parameters;
    this.#group = group;
    this.#base = this.#factor(parameters.Gx, parameters.Gy, BASE_WIDTH);
  }

  hasX(a: bigint, encoded: Uint8Array, b: bigint, residue: bigint): boolean {
    const { p, n } = this.#parameters;
    const base = this.#base;
    const key = this.#keys.get(encoded, () => this.#decode(encoded));
    if (key === undefined) return false;
    if (++key.uses === TABLE_AFTER) {
      base.table ??= this.#tableOf(base);
      key.table = this.#tableOf(key);
    }
    const sum = this.#group.sum();
    if (base.table !== undefined && key.table !== undefined) {
      const bits = bitLength(n);
      addByTable(sum, base.table, windowDigits(a, TABLE_WIDTH, bits));
      addByTable(sum, key.table, windowDigits(b, TABLE_WIDTH, bits));
    } else {
      addTogether(sum, base.odd, nafDigits(a, BASE_WIDTH), key.odd, nafDigits(b, KEY_WIDTH));
    }
    // The residue stands for itself and, where the field is larger than the order, for what lies above.
    for (let x = residue; x < p; x += n) if (sum.hasX(x)) return true;
    return false;
  }

  #decode(encoded: Uint8Array): Factor<Affine> | undefined {
    const size = this.#parameters.fieldBytes;
    if (encoded[0] !== 4 || encoded.length !== 1 + 2 * size) return undefined;
    const x = bytesToBigInt(encoded.subarray(1, 1 + size));
    const y = bytesToBigInt(encoded.subarray(1 + size));
    return isOnCurve(this.#parameters, x, y) ? this.#factor(x, y, KEY_WIDTH) : undefined;
  }

  #factor(x: bigint, y: bigint, width: number): Factor<Affine> {
    const point = this.#group.point(x, y);
    return { point, odd: oddMultiples(this.#group, point, width), uses: 0 };
  }

  #tableOf({ point }: Factor<Affine>): WindowTable<Affine> {
    return windowTable(this.#group, point, TABLE_WIDTH, bitLength(this.#parameters.n));
  }
}

function addByTable<Affine>(sum: RunningPoint<Affine>, table: WindowTable<Affine>, digits: Int16Array): void {
  for (const [place, digit] of digits.entries()) {
    if (digit !== 0) sum.add(table[place]![Math.abs(digit) - 1]!, digit < 0);
  }
}

/** Both multiples in one row of doublings (Shamir's trick). */
function addTogether<Affine>(
  sum: RunningPoint<Affine>,
  base: readonly Affine[],
  baseDigits: Int16Array,
  key: readonly Affine[],
  keyDigits: Int16Array,
): void {
  for (let i = Math.max(baseDigits.length, keyDigits.length) - 1; i >= 0; i--) {
    sum.double();
    addDigit(sum, base, baseDigits[i] ?? 0);
    addDigit(sum, key, keyDigits[i] ?? 0);
  }
}

function addDigit<Affine>(sum: RunningPoint<Affine>, odd: readonly Affine[], digit: number): void {
  if (digit !== 0) sum.add(odd[Math.abs(digit) >> 1]!, digit < 0);
}
