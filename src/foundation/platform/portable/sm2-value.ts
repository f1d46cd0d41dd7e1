import { bytesToBigInt, mod, rawPair, splitPair } from './big-integers.ts';
import type { CurveParameters } from './curve.ts';
import type { Nonces } from './nonces.ts';
import { baseOf, groupOf, publicPoint } from './points.ts';
import { SM2_CURVE } from './sm2-curve.ts';
import { sumHasX } from './sum-of-multiples.ts';

/** SM2 verification of e = SM3(Z || M) (GB/T 32918.2-2016, 7.1). `raw` is r || s. */
export function verifySm2Value(
  parameters: CurveParameters,
  publicPoint: Uint8Array,
  e: Uint8Array,
  raw: Uint8Array,
): boolean {
  const { n } = parameters;
  const { r, s } = splitPair(raw);
  if (r === 0n || s === 0n || r >= n || s >= n) return false;
  const t = mod(r + s, n);
  if (t === 0n) return false;
  // r = e + x modulo n, asked the other way round.
  return sumHasX(parameters, s, publicPoint, t, mod(r - bytesToBigInt(e), n));
}

/** SM2 signature of e (GB/T 32918.2-2016, 6.1), as r || s. */
export function signSm2Value(
  parameters: CurveParameters,
  secret: bigint,
  e: Uint8Array,
  nonces: Nonces,
): Uint8Array {
  const { n, orderBytes } = parameters;
  const { Fn } = groupOf(parameters);
  const inverseOfOnePlusD = Fn.inv(Fn.create(1n + secret));
  for (;;) {
    const k = nonces();
    const r = mod(bytesToBigInt(e) + baseOf(parameters).multiply(k).toAffine().x, n);
    if (r === 0n || r + k === n) continue;
    const s = Fn.mul(inverseOfOnePlusD, Fn.create(k - r * secret));
    if (s !== 0n) return rawPair(r, s, orderBytes);
  }
}

/** The public point of an SM2 scalar. d = n-1 has no (1+d)^-1 (GB/T 32918.1-2016, 6.1). */
export function sm2PublicPoint(scalar: Uint8Array): Uint8Array {
  return publicPoint(SM2_CURVE, bytesToBigInt(scalar), 2n);
}
