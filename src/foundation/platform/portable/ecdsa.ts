import { digestToInteger, inverse, mod, rawPair, splitPair } from './big-integers.ts';
import type { CurveParameters } from './curve.ts';
import type { Nonces } from './nonces.ts';
import { baseOf, groupOf } from './points.ts';
import { sumHasX } from './sum-of-multiples.ts';

/** ECDSA verification of a digest (FIPS 186-5, 6.4.2). The caller has checked the length of `raw`. */
export function verifyEcdsa(
  parameters: CurveParameters,
  publicPoint: Uint8Array,
  digest: Uint8Array,
  raw: Uint8Array,
): boolean {
  const { n } = parameters;
  const { r, s } = splitPair(raw);
  if (r === 0n || s === 0n || r >= n || s >= n) return false;
  const w = inverse(s, n);
  if (w === undefined) return false;
  const u1 = mod(digestToInteger(digest, n) * w, n);
  return sumHasX(parameters, u1, publicPoint, mod(r * w, n), r);
}

/** ECDSA signature of a digest (FIPS 186-5, 6.4.1), as r || s. */
export function signEcdsa(
  parameters: CurveParameters,
  secret: bigint,
  digest: Uint8Array,
  nonces: Nonces,
): Uint8Array {
  const { n, orderBytes } = parameters;
  const { Fn } = groupOf(parameters);
  for (;;) {
    const k = nonces();
    const r = baseOf(parameters).multiply(k).toAffine().x % n;
    if (r === 0n) continue;
    const s = Fn.mul(Fn.inv(k), Fn.create(digestToInteger(digest, n) + r * secret));
    if (s !== 0n) return rawPair(r, s, orderBytes);
  }
}
