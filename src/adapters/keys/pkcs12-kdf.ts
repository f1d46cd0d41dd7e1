import { concatBytes } from '../../foundation/core/index.ts';
import { type DigestName, digest, digestLength } from '../../foundation/crypto/index.ts';

/** What the derived bytes are for (RFC 7292, B.3). */
export const KDF_PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

/** Input of {@link derivePkcs12}. */
export interface Pkcs12Kdf {
  readonly hash: DigestName;
  readonly purpose: 1 | 2 | 3;
  /** UTF-16BE with a terminating zero. */
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly length: number;
}

/** Key derivation of PKCS#12 (RFC 7292, B.2). */
export function derivePkcs12(options: Pkcs12Kdf): Uint8Array {
  const { hash, purpose, password, salt, iterations, length } = options;
  const v = hash === 'sha384' || hash === 'sha512' ? 128 : 64;
  const u = digestLength(hash);
  const diversifier = new Uint8Array(v).fill(purpose);
  const input = concatBytes(repeated(salt, v), repeated(password, v));
  const out = new Uint8Array(length);
  for (let at = 0; at < length; at += u) {
    let a = digest(hash, diversifier, input);
    for (let i = 1; i < iterations; i++) a = digest(hash, a);
    out.set(a.subarray(0, Math.min(u, length - at)), at);
    addToBlocks(input, repeated(a, v, v), v);
  }
  return out;
}

/** The bytes repeated to the next multiple of v (or to `length`); empty stays empty. */
function repeated(bytes: Uint8Array, v: number, length = v * Math.ceil(bytes.length / v)): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length]!);
}

/** Every block of v bytes becomes block + b + 1 modulo 2^8v. */
function addToBlocks(input: Uint8Array, b: Uint8Array, v: number): void {
  for (let start = 0; start < input.length; start += v) {
    let carry = 1;
    for (let i = v - 1; i >= 0; i--) {
      carry += input[start + i]! + b[i]!;
      input[start + i] = carry & 0xff;
      carry >>= 8;
    }
  }
}

/** UTF-16BE with a terminating zero (RFC 7292, B.1). */
export function bmpPassword(password: string): Uint8Array {
  const out = new Uint8Array(2 * password.length + 2);
  for (let i = 0; i < password.length; i++) {
    const unit = password.charCodeAt(i);
    out[2 * i] = unit >> 8;
    out[2 * i + 1] = unit & 0xff;
  }
  return out;
}
