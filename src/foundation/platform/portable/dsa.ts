import { bytesToBigInt, digestToInteger, inverse, mod, powerPublic, splitPair } from './big-integers.ts';

/** DSA verification of a digest (FIPS 186-4, 4.7). Reading old files only: nothing here signs with DSA. */
export function verifyDsa(
  key: {
    readonly p: Uint8Array;
    readonly q: Uint8Array;
    readonly g: Uint8Array;
    readonly y: Uint8Array;
  },
  digest: Uint8Array,
  raw: Uint8Array,
): boolean {
  const [p, q, g, y] = [key.p, key.q, key.g, key.y].map(bytesToBigInt) as [bigint, bigint, bigint, bigint];
  const { r, s } = splitPair(raw);
  if (r === 0n || s === 0n || r >= q || s >= q) return false;
  const w = inverse(s, q);
  if (w === undefined) return false;
  const u1 = mod(digestToInteger(digest, q) * w, q);
  const u2 = mod(r * w, q);
  return ((powerPublic(g, u1, p) * powerPublic(y, u2, p)) % p) % q === r;
}
