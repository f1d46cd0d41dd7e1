/** An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f (ISO 32000-1, 8.3.3). */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First `m`, then `n`. */
export function product(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[1] * n[2],
    m[0] * n[1] + m[1] * n[3],
    m[2] * n[0] + m[3] * n[2],
    m[2] * n[1] + m[3] * n[3],
    m[4] * n[0] + m[5] * n[2] + n[4],
    m[4] * n[1] + m[5] * n[3] + n[5],
  ];
}

/** A point under the map. */
export function pointUnder(m: Matrix, x: number, y: number): readonly [number, number] {
  return [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
}

/** A vector under the map: as a point, but not moved. */
export function vectorUnder(m: Matrix, x: number, y: number): readonly [number, number] {
  return [m[0] * x + m[2] * y, m[1] * x + m[3] * y];
}

/** A matrix out of six numbers; undefined for anything else. */
export function matrixOf(values: readonly unknown[] | undefined): Matrix | undefined {
  const numbers = values?.length === 6 && values.every((value) => typeof value === 'number');
  return numbers ? (values as unknown as Matrix) : undefined;
}
