import { concatBytes } from '../../core/index.ts';

/** Big-endian bytes as a number. */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const head = bytes.length % 8;
  let out = 0n;
  for (let i = 0; i < head; i++) out = (out << 8n) | BigInt(bytes[i]!);
  for (let i = head; i < bytes.length; i += 8) out = (out << 64n) | view.getBigUint64(i);
  return out;
}

/** A number below 256^length as exactly `length` big-endian bytes. */
export function bigIntToBytes(value: bigint, length: number): Uint8Array {
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  let rest = value;
  let at = length;
  for (; at >= 8; at -= 8, rest >>= 64n) view.setBigUint64(at - 8, rest);
  for (; at > 0; at--, rest >>= 8n) out[at - 1] = Number(rest & 0xffn);
  return out;
}

/** Two numbers side by side: the raw form of DSA, ECDSA and SM2 values. */
export function rawPair(r: bigint, s: bigint, length: number): Uint8Array {
  return concatBytes(bigIntToBytes(r, length), bigIntToBytes(s, length));
}

/** The halves of a raw value. */
export function splitPair(raw: Uint8Array): { readonly r: bigint; readonly s: bigint } {
  const half = raw.length / 2;
  return { r: bytesToBigInt(raw.subarray(0, half)), s: bytesToBigInt(raw.subarray(half)) };
}

/** Number of significant bits. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/** base^exponent mod modulus on public values (time depends on the exponent). */
export function powerPublic(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

/** The residue of a possibly negative number. */
export function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** value^-1 mod a prime or coprime modulus, by the extended Euclidean algorithm: for public values only. */
export function inverse(value: bigint, modulus: bigint): bigint | undefined {
  let [a, b] = [mod(value, modulus), modulus];
  let [x, y] = [1n, 0n];
  while (a !== 0n) {
    const q = b / a;
    [a, b] = [b - q * a, a];
    [x, y] = [y - q * x, x];
  }
  return b === 1n ? mod(y, modulus) : undefined;
}

/** The leftmost bits of a digest as a number, as long as the order (FIPS 186-5, 6.4.1). */
export function digestToInteger(digest: Uint8Array, order: bigint): bigint {
  const excess = digest.length * 8 - bitLength(order);
  const value = bytesToBigInt(digest);
  return excess > 0 ? value >> BigInt(excess) : value;
}
