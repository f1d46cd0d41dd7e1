import {
  type WeierstrassPoint,
  type WeierstrassPointCons,
  weierstrass,
} from '@noble/curves/abstract/weierstrass.js';
import { YinxinError } from '../../core/index.ts';
import { bytesToBigInt } from './big-integers.ts';
import type { CurveParameters } from './curve.ts';

/** A point in projective coordinates, by noble. */
export type Point = WeierstrassPoint<bigint>;

const groups = new WeakMap<CurveParameters, WeierstrassPointCons<bigint>>();

/** The group of a curve, built at first use. */
export function groupOf(parameters: CurveParameters): WeierstrassPointCons<bigint> {
  let group = groups.get(parameters);
  if (group === undefined) {
    const { p, a, b, Gx, Gy, n } = parameters;
    group = weierstrass({ p, a, b, Gx, Gy, n, h: 1n });
    groups.set(parameters, group);
  }
  return group;
}

/** Uses of one base point after which a larger table (some 60 ms of work, a quarter more speed) pays. */
const LARGE_TABLE_AFTER = 400;

const baseUses = new WeakMap<CurveParameters, number>();

/** The base point of a curve, about to be multiplied: it gets a larger table in long runs. */
export function baseOf(parameters: CurveParameters): Point {
  const { BASE } = groupOf(parameters);
  const uses = (baseUses.get(parameters) ?? 0) + 1;
  baseUses.set(parameters, uses);
  if (uses === LARGE_TABLE_AFTER) BASE.precompute(8, false);
  return BASE;
}

/** The point of 04 || X || Y; throws when it is not on the curve. */
export function decodePoint(parameters: CurveParameters, encoded: Uint8Array): Point {
  const size = parameters.fieldBytes;
  if (encoded[0] !== 4 || encoded.length !== 1 + 2 * size) throw new RangeError('not an uncompressed point');
  const point = groupOf(parameters).fromAffine({
    x: bytesToBigInt(encoded.subarray(1, 1 + size)),
    y: bytesToBigInt(encoded.subarray(1 + size)),
  });
  point.assertValidity();
  return point;
}

/** d·G for d in 1..n-reserve, as 04 || X || Y; KEY_INVALID outside. */
export function publicPoint(parameters: CurveParameters, secret: bigint, reserve: bigint): Uint8Array {
  assertScalar(parameters, secret, reserve);
  return groupOf(parameters).BASE.multiply(secret).toBytes(false);
}

/** KEY_INVALID for a private scalar outside 1..n-reserve. */
export function assertScalar(parameters: CurveParameters, secret: bigint, reserve: bigint): void {
  if (secret < 1n || secret > parameters.n - reserve) {
    throw new YinxinError('KEY_INVALID', 'the private scalar is out of range');
  }
}
