import { inverse } from './big-integers.ts';
import type { CurveParameters } from './curve.ts';

/** A point other than infinity by its coordinates, each in -p..p: residues are made positive where they are compared. */
export interface AffinePoint {
  readonly x: bigint;
  readonly y: bigint;
}

/**
 * A running point X/Z², Y/Z³ (Jacobian coordinates), for verification only: the time depends on the numbers, so that
 * nothing secret may come here. Infinity has Z = 0. Formulas: dbl-2001-b generalised to any a, madd-2007-bl.
 */
export class RunningPoint {
  #x = 0n;
  #y = 1n;
  #z = 0n;
  readonly #p: bigint;
  readonly #a: bigint;
  readonly #aIsMinusThree: boolean;

  constructor({ p, a }: CurveParameters) {
    this.#p = p;
    this.#a = a;
    this.#aIsMinusThree = a === p - 3n;
  }

  get isInfinity(): boolean {
    return this.#z === 0n;
  }

  double(): void {
    const p = this.#p;
    const [x, y, z] = [this.#x, this.#y, this.#z];
    // Infinity stays infinity; a point of order 2 does not exist on curves of odd order.
    if (z === 0n) return;
    const zz = (z * z) % p;
    const yy = (y * y) % p;
    const s = (x * yy) << 2n;
    const m = (this.#aIsMinusThree ? 3n * (x - zz) * (x + zz) : 3n * x * x + this.#a * ((zz * zz) % p)) % p;
    const s4 = s % p;
    this.#x = (m * m - (s4 << 1n)) % p;
    this.#y = (m * (s4 - this.#x) - ((yy * yy) << 3n)) % p;
    this.#z = ((y * z) << 1n) % p;
  }

  /** Adds x, y or, with `negative`, its opposite. */
  add(point: AffinePoint, negative = false): void {
    const p = this.#p;
    const y2 = negative ? -point.y : point.y;
    const [x, y, z] = [this.#x, this.#y, this.#z];
    if (z === 0n) {
      this.#x = point.x;
      this.#y = y2;
      this.#z = 1n;
      return;
    }
    const zz = (z * z) % p;
    const h = (point.x * zz - x) % p;
    const r = (y2 * ((zz * z) % p) - y) % p;
    if (h === 0n) {
      // The same x: the same point, or its opposite.
      if (r === 0n) this.double();
      else this.#z = 0n;
      return;
    }
    const hh = (h * h) % p;
    const hhh = (hh * h) % p;
    const v = (x * hh) % p;
    this.#x = (r * r - hhh - (v << 1n)) % p;
    this.#y = (r * (v - this.#x) - y * hhh) % p;
    this.#z = (z * h) % p;
  }

  /** Its affine x is this one: compared without an inversion. */
  hasX(x: bigint): boolean {
    return this.#z !== 0n && (this.#x - x * ((this.#z * this.#z) % this.#p)) % this.#p === 0n;
  }

  /** The point as it is now; infinity has no coordinates. */
  copy(): ProjectivePoint {
    return { x: this.#x, y: this.#y, z: this.#z };
  }
}

/** A point X/Z², Y/Z³ other than infinity. */
export interface ProjectivePoint extends AffinePoint {
  readonly z: bigint;
}

/** Affine coordinates of many points for one inversion (Montgomery's trick). */
export function toAffine(points: readonly ProjectivePoint[], { p }: CurveParameters): AffinePoint[] {
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
