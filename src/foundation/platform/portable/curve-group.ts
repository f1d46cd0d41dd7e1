/**
 * What multiplying needs of the points of a curve, however their coordinates are kept. `Affine` is a point other than
 * infinity. For verification only: the time depends on the numbers, so that nothing secret may come here.
 */
export interface CurveGroup<Affine> {
  /** A point by its coordinates, below p, that lie on the curve. */
  point(x: bigint, y: bigint): Affine;
  /** A sum that begins at infinity. */
  sum(): RunningPoint<Affine>;
  /** Affine coordinates of many points other than infinity, for one inversion (Montgomery's trick). */
  toAffine(points: readonly RunningPoint<Affine>[]): Affine[];
  /** The isomorphic curve on which a point has Z = 1: additions are the same, and no inversion is spent on it. */
  seenFrom(point: RunningPoint<Affine>): IsomorphicCurve<Affine>;
}

/** A point X/Z², Y/Z³ (Jacobian coordinates) that changes in place. */
export interface RunningPoint<Affine> {
  readonly isInfinity: boolean;
  double(): void;
  /** Adds a point or, with `negative`, its opposite. */
  add(point: Affine, negative?: boolean): void;
  /** Its affine x is this one: compared without an inversion. */
  hasX(x: bigint): boolean;
  /** The point as it is now. */
  copy(): RunningPoint<Affine>;
}

/** See {@link CurveGroup.seenFrom}. */
export interface IsomorphicCurve<Affine> {
  /** The point from which the curve is seen. */
  readonly origin: Affine;
  /** A point of the curve, there. */
  there(point: Affine): Affine;
  /** A point from there, on the curve itself. */
  back(point: RunningPoint<Affine>): RunningPoint<Affine>;
}
