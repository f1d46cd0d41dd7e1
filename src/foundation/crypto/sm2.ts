import { createCurrentHasher, randomBytes, verifySm2Message } from '#platform';
import { isYinxinError, YinxinError } from '../core/index.ts';
import {
  bigIntToBytes,
  bytesToBigInt,
  decodePoint,
  deterministicNonces,
  type Nonces,
  randomNonces,
  SM2_CURVE,
  signSm2Value,
  sm2PublicPoint,
} from '../platform/portable/index.ts';
import { currentDigest } from './digest.ts';
import { derToRawSignature, rawToDerSignature } from './signature-value.ts';
import { decryptSm2, encryptSm2 } from './sm2-encryption.ts';
import { SM2_DEFAULT_ID, sm2ZValue } from './sm2-identity.ts';

/** Options of signing and verifying with SM2. */
export interface Sm2Options {
  /** The signer's identifier; 1234567812345678 when absent (GB/T 35276). */
  readonly id?: string | Uint8Array;
  /** `der` (GB/T 35276, default) or `raw`: r || s, 64 bytes. */
  readonly format?: 'der' | 'raw';
}

/** SM2 (GB/T 32918). Public keys are 04 || X || Y (65 bytes), private keys 32 bytes. */
export interface Sm2Api {
  generateKeyPair(): { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array };
  /** KEY_INVALID outside 1..n-2. */
  publicKeyOf(privateKey: Uint8Array): Uint8Array;
  zValue(publicKey: Uint8Array, id?: string | Uint8Array): Uint8Array;
  sign(message: Uint8Array, privateKey: Uint8Array, options?: Sm2Options): Uint8Array;
  /** False for anything but a right value of the stated form; KEY_INVALID for a public key off the curve. */
  verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array, options?: Sm2Options): boolean;
  /** SM2Cipher in DER (C1, C3, C2). */
  encrypt(message: Uint8Array, publicKey: Uint8Array): Uint8Array;
  decrypt(cipher: Uint8Array, privateKey: Uint8Array): Uint8Array;
}

/** SM2: keys, signatures, encryption. Key agreement is not here. */
export const sm2: Sm2Api = {
  generateKeyPair(): { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array } {
    // 1..n-2: the generator of nonces gives 1..n-1 for the order it is told.
    const scalar = randomNonces(SM2_CURVE.n - 1n, randomBytes)();
    const privateKey = bigIntToBytes(scalar, 32);
    return { privateKey, publicKey: publicKeyOf(privateKey) };
  },
  publicKeyOf,
  zValue: sm2ZValue,
  sign(message: Uint8Array, privateKey: Uint8Array, options: Sm2Options = {}): Uint8Array {
    return sm2Sign(message, privateKey, options, randomNonces(SM2_CURVE.n, randomBytes));
  },
  verify: sm2Verify,
  encrypt: (message: Uint8Array, publicKey: Uint8Array): Uint8Array => encryptSm2(message, publicKey),
  decrypt: (cipher: Uint8Array, privateKey: Uint8Array): Uint8Array => {
    publicKeyOf(privateKey);
    return decryptSm2(cipher, privateKey);
  },
};

/** Signing with a stated source of nonces: vectors and repeatable test keys. Never with one that repeats itself. */
export function sm2Sign(
  message: Uint8Array,
  privateKey: Uint8Array,
  options: Sm2Options,
  nonces: Nonces | 'rfc6979',
): Uint8Array {
  const z = sm2ZValue(publicKeyOf(privateKey), options.id ?? SM2_DEFAULT_ID);
  const e = currentDigest('sm3', z, message);
  const secret = bytesToBigInt(privateKey);
  const source =
    nonces === 'rfc6979' ? deterministicNonces(SM2_CURVE.n, secret, e, createCurrentHasher, 'sm3') : nonces;
  const raw = signSm2Value(SM2_CURVE, secret, e, source);
  return options.format === 'raw' ? raw : rawToDerSignature(raw);
}

/** Verification; see {@link Sm2Api.verify}. */
export function sm2Verify(
  message: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
  options: Sm2Options = {},
): boolean {
  assertPoint(publicKey);
  const raw = options.format === 'raw' ? signature : rawOf(signature);
  if (raw?.length !== 64) return false;
  return verifySm2Message(publicKey, [sm2ZValue(publicKey, options.id ?? SM2_DEFAULT_ID), message], raw);
}

function rawOf(signature: Uint8Array): Uint8Array | undefined {
  try {
    return derToRawSignature(signature, 32);
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  if (privateKey.length !== 32) throw new YinxinError('KEY_INVALID', 'an SM2 private key has 32 bytes');
  return sm2PublicPoint(privateKey);
}

function assertPoint(publicKey: Uint8Array): void {
  try {
    decodePoint(SM2_CURVE, publicKey);
  } catch (cause) {
    throw new YinxinError('KEY_INVALID', 'give the SM2 public key as 04 || X || Y on the curve', { cause });
  }
}
