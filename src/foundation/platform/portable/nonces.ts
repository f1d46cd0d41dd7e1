import { concatBytes } from '../../core/index.ts';
import type { DigestName, Hasher } from '../contract.ts';
import { bigIntToBytes, bitLength, bytesToBigInt, digestToInteger } from './big-integers.ts';

/** Gives the candidates for k, one after the other, each in 1..n-1. */
export type Nonces = () => bigint;

/** Random nonces with 64 bits more than the order, so that the bias is out of reach (FIPS 186-5, A.3.1). */
export function randomNonces(order: bigint, randomBytes: (length: number) => Uint8Array): Nonces {
  const length = Math.ceil(bitLength(order) / 8) + 8;
  return () => (bytesToBigInt(randomBytes(length)) % (order - 1n)) + 1n;
}

/** Deterministic nonces of RFC 6979, 3.2, with HMAC over `hash`. */
export function deterministicNonces<Name extends DigestName>(
  order: bigint,
  secret: bigint,
  digest: Uint8Array,
  createHasher: (name: Name) => Hasher,
  hash: Name,
): Nonces {
  const bytes = Math.ceil(bitLength(order) / 8);
  const mac = (key: Uint8Array, ...parts: Uint8Array[]): Uint8Array =>
    hmac(createHasher, hash, key, concatBytes(...parts));
  const size = createHasher(hash).digest().length;
  const seed = concatBytes(
    bigIntToBytes(secret, bytes),
    bigIntToBytes(digestToInteger(digest, order) % order, bytes),
  );
  let v: Uint8Array = new Uint8Array(size).fill(1);
  let k: Uint8Array = new Uint8Array(size);
  for (const mark of [0, 1]) {
    k = mac(k, v, Uint8Array.of(mark), seed);
    v = mac(k, v);
  }
  return () => {
    for (;;) {
      let t: Uint8Array = new Uint8Array(0);
      while (t.length < bytes) {
        v = mac(k, v);
        t = concatBytes(t, v);
      }
      const candidate = digestToInteger(t.subarray(0, bytes), order);
      k = mac(k, v, Uint8Array.of(0));
      v = mac(k, v);
      if (candidate > 0n && candidate < order) return candidate;
    }
  };
}

const BLOCK_BYTES: Partial<Record<DigestName, number>> = {
  sha384: 128,
  sha512: 128,
  'sha512-256': 128,
  'sha3-224': 144,
  'sha3-256': 136,
  'sha3-384': 104,
  'sha3-512': 72,
};

/** HMAC (RFC 2104) over any digest of the platform but SHAKE. */
export function hmac<Name extends DigestName>(
  createHasher: (name: Name) => Hasher,
  hash: Name,
  key: Uint8Array,
  message: Uint8Array,
): Uint8Array {
  const block = BLOCK_BYTES[hash] ?? 64;
  const short = key.length > block ? createHasher(hash).update(key).digest() : key;
  const inner = new Uint8Array(block).fill(0x36);
  const outer = new Uint8Array(block).fill(0x5c);
  short.forEach((byte, i) => {
    inner[i]! ^= byte;
    outer[i]! ^= byte;
  });
  const digest = createHasher(hash).update(inner).update(message).digest();
  return createHasher(hash).update(outer).update(digest).digest();
}
