import { inverse } from './big-integers.ts';
import type { CurveParameters } from './curve.ts';
import type { CurveGroup, IsomorphicCurve, RunningPoint } from './curve-group.ts';

/** A point other than infinity by its coordinates, each in -p..p: residues are made positive where they are compared. */
interface AffinePoint {
  readonly x: bigint;
  readonly y: bigint;
}

/** The points of any curve, in BigInt. */
export function bigIntGroup(parameters: CurveParameters): CurveGroup<AffinePoint> {
  return {
    point: (x, y) => ({ x, y }),
    sum: () => new BigIntPoint(parameters),
    toAffine: (points) => toAffine(points as readonly BigIntPoint[], parameters),
    seenFrom: (point) => seenFrom(point as BigIntPoint, parameters),
  };
}

/** A running point X/Z², Y/Z³. Infinity has Z = 0. Formulas: dbl-2001-b generalised to any a, madd-2007-bl. */
class BigIntPoint implements RunningPoint<AffinePoint> {
  x = 0n;
  y = 1n;
  z = 0n;
  readonly #parameters: CurveParameters;
  readonly #p: bigint;
  readonly #aIsMinusThree: boolean;

  constructor(parameters: CurveParameters) {
    this.#parameters = parameters;
    this.#p = parameters.p;
    this.#aIsMinusThree = parameters.a === parameters.p - 3n;
  }

  get isInfinity(): boolean {
    return this.z === 0n;
  }

  double(): void {
    const p = this.#p;
    const { x, y, z } = this;
    // Infinity stays infinity; a point of order 2 does not exist on curves of odd order.
    if (z === 0n) return;
    const zz = (z * z) % p;
    const yy = (y * y) % p;
    const s = (x * yy) << 2n;
    const m =
      (this.#aIsMinusThree ? 3n * (x - zz) * (x + zz) : 3n * x * x + this.#parameters.a * ((zz * zz) % p)) %
      p;
    const s4 = s % p;
    this.x = (m * m - (s4 << 1n)) % p;
    this.y = (m * (s4 - this.x) - ((yy * yy) << 3n)) % p;
    this.z = ((y * z) << 1n) % p;
  }

  add(point: AffinePoint, negative = false): void {
    const p = this.#p;
    const y2 = negative ? -point.y : point.y;
    const { x, y, z } = this;
    if (z === 0n) {
      this.x = point.x;
      this.y = y2;
      this.z = 1n;
      return;
    }
    const zz = (z * z) % p;
    const h = (point.x * zz - x) % p;
    const r = (y2 * ((zz * z) % p) - y) % p;
    if (h === 0n) {
      // The same x: the same point, or its opposite.
      if (r === 0n) this.double();
      else this.z = 0n;
      return;
    }
    const hh = (h * h) % p;
    const hhh = (hh * h) % p;
    const v = (x * hh) % p;
    this.x = (r * r - hhh - (v << 1n)) % p;
    this.y = (r * (v - this.x) - y * hhh) % p;
    this.z = (z * h) % p;
  }

  hasX(x: bigint): boolean {
    return this.z !== 0n && (this.x - x * ((this.z * this.z) % this.#p)) % this.#p === 0n;
  }

  copy(): BigIntPoint {
    const out = new BigIntPoint(this.#parameters);
    out.x = this.x;
    out.y = this.y;
    out.z = this.z;
    return out;
  }
}

function toAffine(points: readonly BigIntPoint[], { p }: CurveParameters): AffinePoint[] {
  const products: bigint[] = [];
  let product = 1n;
  for (const { z } of points) {
    products.push(product);
    product = (product * z) % p;
  }
  let rest = inverse(product, p)!;
  const out = new Array<AffinePoint>(points.length);
  for (let i = points.length - 1; i >= 0; i--) {
    const { x, y, z } = points[i]!;
    const zi = (rest * products[i]!) % p;
    rest = (rest * z) % p;
    const zz = (zi * zi) % p;
    out[i] = { x: (x * zz) % p, y: (y * ((zz * zi) % p)) % p };
  }
  return out;
}

function seenFrom({ x, y, z }: BigIntPoint, { p }: CurveParameters): IsomorphicCurve<AffinePoint> {
  const zz = (z * z) % p;
  const zzz = (zz * z) % p;
  return {
    origin: { x, y },
    there: (point) => ({ x: (point.x * zz) % p, y: (point.y * zzz) % p }),
    back(point) {
      const out = (point as BigIntPoint).copy();
      out.z = (out.z * z) % p;
      return out;
    },
  };
}
