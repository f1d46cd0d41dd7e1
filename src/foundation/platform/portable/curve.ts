/** Domain parameters of a short Weierstrass curve with cofactor 1. */
export interface CurveParameters {
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly Gx: bigint;
  readonly Gy: bigint;
  readonly n: bigint;
  /** Length of a coordinate in bytes. */
  readonly fieldBytes: number;
  /** Length of r and s in bytes. */
  readonly orderBytes: number;
}

/** Parameters from hexadecimal, lengths taken from the digits. */
export function curve(p: string, a: string, b: string, gx: string, gy: string, n: string): CurveParameters {
  return {
    p: BigInt(`0x${p}`),
    a: BigInt(`0x${a}`),
    b: BigInt(`0x${b}`),
    Gx: BigInt(`0x${gx}`),
    Gy: BigInt(`0x${gy}`),
    n: BigInt(`0x${n}`),
    fieldBytes: p.length / 2,
    orderBytes: n.length / 2,
  };
}

/** True when the point of 04 || X || Y lies on the curve (with cofactor 1 that is all there is to check). */
export function isOnCurve(parameters: CurveParameters, x: bigint, y: bigint): boolean {
  const { p, a, b } = parameters;
  return x < p && y < p && (y * y - (x * x * x + a * x + b)) % p === 0n;
}
