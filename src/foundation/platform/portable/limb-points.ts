import type { CurveParameters } from './curve.ts';
import type { CurveGroup, IsomorphicCurve, RunningPoint } from './curve-group.ts';
import { LimbField, type Limbs, newLimbs } from './limb-field.ts';

interface AffinePoint {
  readonly x: Limbs;
  readonly y: Limbs;
}

/** The points of a curve with a = -3 over a field of {@link LimbField}; undefined for others. */
export function limbGroup({ p, a }: CurveParameters): CurveGroup<AffinePoint> | undefined {
  const field = a === p - 3n ? LimbField.of(p) : undefined;
  if (field === undefined) return undefined;
  return {
    point: (x, y) => ({ x: field.from(x), y: field.from(y) }),
    sum: () => new LimbPoint(field),
    toAffine: (points) => toAffine(points as readonly LimbPoint[], field),
    seenFrom: (point) => seenFrom(point as LimbPoint, field),
  };
}

/**
 * A running point X/Z², Y/Z³ over limbs. Formulas: dbl-2001-b for a = -3, madd-2007-bl. No coordinate leaves ±16p, no
 * intermediate ±64p: a product of two such numbers lies in -16p..17p, and those that are multiplied again far closer.
 */
class LimbPoint implements RunningPoint<AffinePoint> {
  readonly x: Limbs;
  readonly y: Limbs;
  readonly z: Limbs;
  isInfinity = true;
  readonly #field: LimbField;

  constructor(field: LimbField) {
    const [x, y, z] = newLimbs(3);
    this.x = x!;
    this.y = y!;
    this.z = z!;
    this.#field = field;
  }

  double(): void {
    // Infinity stays infinity; a point of order 2 does not exist on curves of odd order.
    if (this.isInfinity) return;
    const field = this.#field;
    const { x, y, z } = this;
    const [m, yy, s, zz] = field.scratch;
    field.multiply(zz, z, z);
    field.multiply(yy, y, y);
    field.multiply(s, x, yy);
    field.combine(m, x, 3, zz, -3);
    field.combine(zz, x, 1, zz, 1);
    field.multiply(m, m, zz);
    field.multiply(z, y, z);
    field.combine(z, z, 2, z, 0);
    // X = m² - 8s, Y = m·(4s - X) - 8·yy²
    field.multiply(x, m, m);
    field.combine(x, x, 1, s, -8);
    field.combine(s, s, 4, x, -1);
    field.multiply(s, m, s);
    field.multiply(yy, yy, yy);
    field.combine(y, s, 1, yy, -8);
  }

  add(point: AffinePoint, negative = false): void {
    const field = this.#field;
    const { x, y, z } = this;
    if (this.isInfinity) {
      this.isInfinity = false;
      x.set(point.x);
      field.combine(y, point.y, negative ? -1 : 1, point.y, 0);
      z.set(field.one);
      return;
    }
    const [h, r, hh, v] = field.scratch;
    field.multiply(hh, z, z);
    field.multiply(h, point.x, hh);
    field.combine(h, h, 1, x, -1);
    field.multiply(r, hh, z);
    field.multiply(r, point.y, r);
    field.combine(r, r, negative ? -1 : 1, y, -1);
    if (field.isZero(h)) {
      // The same x: the same point, or its opposite.
      if (field.isZero(r)) this.double();
      else this.isInfinity = true;
      return;
    }
    field.multiply(hh, h, h);
    field.multiply(v, x, hh);
    field.multiply(hh, hh, h);
    field.multiply(z, z, h);
    // X = r² - h³ - 2v, Y = r·(v - X) - y·h³
    field.multiply(x, r, r);
    field.combine(x, x, 1, hh, -1);
    field.combine(x, x, 1, v, -2);
    field.combine(v, v, 1, x, -1);
    field.multiply(v, r, v);
    field.multiply(y, y, hh);
    field.combine(y, v, 1, y, -1);
  }

  hasX(x: bigint): boolean {
    if (this.isInfinity) return false;
    const field = this.#field;
    const [scaled, zz] = field.scratch;
    field.multiply(zz, this.z, this.z);
    field.multiply(scaled, field.from(x), zz);
    field.combine(scaled, scaled, 1, this.x, -1);
    return field.isZero(scaled);
  }

  copy(): LimbPoint {
    const out = new LimbPoint(this.#field);
    out.x.set(this.x);
    out.y.set(this.y);
    out.z.set(this.z);
    out.isInfinity = this.isInfinity;
    return out;
  }
}

function toAffine(points: readonly LimbPoint[], field: LimbField): AffinePoint[] {
  const products = newLimbs(points.length);
  const product = field.one.slice();
  for (const [i, { z }] of points.entries()) {
    products[i]!.set(product);
    field.multiply(product, product, z);
  }
  const rest = field.inverse(product);
  const out = newLimbs(2 * points.length);
  return points
    .map((point, i) => ({ point, zi: products[i]!, x: out[2 * i]!, y: out[2 * i + 1]! }))
    .reverse()
    .map(({ point, zi, x, y }) => {
      field.multiply(zi, rest, zi);
      field.multiply(rest, rest, point.z);
      scale({ x, y }, point, zi, field);
      return { x, y };
    })
    .reverse();
}

function seenFrom({ x, y, z }: LimbPoint, field: LimbField): IsomorphicCurve<AffinePoint> {
  return {
    origin: { x: x.slice(), y: y.slice() },
    there(point) {
      const out = { x: field.one.slice(), y: field.one.slice() };
      scale(out, point, z, field);
      return out;
    },
    back(point) {
      const out = (point as LimbPoint).copy();
      field.multiply(out.z, out.z, z);
      return out;
    },
  };
}

/** To x·k², y·k³. */
function scale(out: AffinePoint, { x, y }: AffinePoint, k: Limbs, field: LimbField): void {
  const [power] = field.scratch;
  field.multiply(power, k, k);
  field.multiply(out.x, x, power);
  field.multiply(power, power, k);
  field.multiply(out.y, y, power);
}
