import { bitLength, bytesToBigInt } from './big-integers.ts';
import { BoundedCache } from './bounded-cache.ts';
import { type CurveParameters, isOnCurve } from './curve.ts';
import { type AffinePoint, RunningPoint } from './jacobian.ts';
import { nafDigits, oddMultiples, type WindowTable, windowDigits, windowTable } from './multiples.ts';

/** Widths of the digits: of a key seen once, of the base point, and of both where there are tables. */
const KEY_WIDTH = 5;
const BASE_WIDTH = 8;
const TABLE_WIDTH = 6;

/** Uses of one key after which its table pays: it takes as long as some ten verifications, and saves two thirds of each. */
const TABLE_AFTER = 16;
/** Keys remembered for each curve; a table of 256 bits takes some 200 KB. */
const KNOWN_KEYS = 32;

/** A point that is multiplied again and again. */
interface Factor {
  readonly odd: readonly AffinePoint[];
  table?: WindowTable;
}

interface Key extends Factor {
  readonly point: AffinePoint;
  uses: number;
}

interface Group {
  readonly base: Factor;
  readonly keys: BoundedCache<Key | undefined>;
}

const groups = new WeakMap<CurveParameters, Group>();

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
  const { base, keys } = groupOfCurve(parameters);
  const key = keys.get(encoded, () => decodeKey(parameters, encoded));
  if (key === undefined) return false;
  if (++key.uses === TABLE_AFTER) {
    base.table ??= windowTable(parameters, basePoint(parameters), TABLE_WIDTH);
    key.table = windowTable(parameters, key.point, TABLE_WIDTH);
  }
  const sum = new RunningPoint(parameters);
  if (base.table !== undefined && key.table !== undefined) {
    const bits = bitLength(parameters.n);
    addByTable(sum, base.table, windowDigits(a, TABLE_WIDTH, bits));
    addByTable(sum, key.table, windowDigits(b, TABLE_WIDTH, bits));
  } else {
    addTogether(sum, base.odd, nafDigits(a, BASE_WIDTH), key.odd, nafDigits(b, KEY_WIDTH));
  }
  // The residue stands for itself and, where the field is larger than the order, for what lies above.
  for (let x = residue; x < parameters.p; x += parameters.n) if (sum.hasX(x)) return true;
  return false;
}

function groupOfCurve(parameters: CurveParameters): Group {
  let group = groups.get(parameters);
  if (group === undefined) {
    const base = { odd: oddMultiples(parameters, basePoint(parameters), BASE_WIDTH) };
    group = { base, keys: new BoundedCache(KNOWN_KEYS) };
    groups.set(parameters, group);
  }
  return group;
}

function basePoint({ Gx, Gy }: CurveParameters): AffinePoint {
  return { x: Gx, y: Gy };
}

function decodeKey(parameters: CurveParameters, encoded: Uint8Array): Key | undefined {
  const size = parameters.fieldBytes;
  if (encoded[0] !== 4 || encoded.length !== 1 + 2 * size) return undefined;
  const x = bytesToBigInt(encoded.subarray(1, 1 + size));
  const y = bytesToBigInt(encoded.subarray(1 + size));
  if (!isOnCurve(parameters, x, y)) return undefined;
  const point = { x, y };
  return { point, odd: oddMultiples(parameters, point, KEY_WIDTH), uses: 0 };
}

function addByTable(sum: RunningPoint, table: WindowTable, digits: Int16Array): void {
  for (const [place, digit] of digits.entries()) {
    if (digit !== 0) sum.add(table[place]![Math.abs(digit) - 1]!, digit < 0);
  }
}

/** Both multiples in one row of doublings (Shamir's trick). */
function addTogether(
  sum: RunningPoint,
  base: readonly AffinePoint[],
  baseDigits: Int16Array,
  key: readonly AffinePoint[],
  keyDigits: Int16Array,
): void {
  for (let i = Math.max(baseDigits.length, keyDigits.length) - 1; i >= 0; i--) {
    sum.double();
    addDigit(sum, base, baseDigits[i] ?? 0);
    addDigit(sum, key, keyDigits[i] ?? 0);
  }
}

function addDigit(sum: RunningPoint, odd: readonly AffinePoint[], digit: number): void {
  if (digit !== 0) sum.add(odd[Math.abs(digit) >> 1]!, digit < 0);
}
