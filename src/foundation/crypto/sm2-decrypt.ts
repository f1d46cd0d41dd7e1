import { concatBytes, equalBytes, YinxinError } from '../core/index.ts';
import { bytesToBigInt, decodePoint, SM2_CURVE } from '../platform/portable/index.ts';
import { sm3 } from './sm3.ts';

/** An SM2 ciphertext in its parts (GB/T 35276-2017 7.2, SM2Cipher). */
export interface Sm2Ciphertext {
  /** 32 octets each. */
  readonly x: Uint8Array;
  readonly y: Uint8Array;
  /** SM3 digest that the plaintext must have with the shared point. */
  readonly hash: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** A wrapped key has 16 octets; nothing else is decrypted here. */
const MAX_PLAINTEXT = 1024;

/**
 * Decrypts an SM2 ciphertext (GB/T 32918.4-2016 7.1) with a private scalar of 32 octets, and checks its digest.
 * KEY_INVALID for a point that is not on the curve, a digest that does not fit (another key, or a changed ciphertext),
 * and a ciphertext of 0 or more than 1,024 octets.
 */
export function sm2Decrypt(scalar: Uint8Array, { x, y, hash, ciphertext }: Sm2Ciphertext): Uint8Array {
  const secret = bytesToBigInt(scalar);
  const sized = ciphertext.length > 0 && ciphertext.length <= MAX_PLAINTEXT;
  if (!sized || secret < 1n || secret >= SM2_CURVE.n) throw undecryptable();
  const shared = sharedPoint(x, y, secret);
  const [x2, y2] = [shared.subarray(1, 33), shared.subarray(33)];
  const mask = derive(shared.subarray(1), ciphertext.length);
  const plain = ciphertext.map((octet, i) => octet ^ mask[i]!);
  if (mask.every((octet) => octet === 0) || !equalBytes(sm3.digest(x2, plain, y2), hash)) {
    throw undecryptable();
  }
  return plain;
}

function sharedPoint(x: Uint8Array, y: Uint8Array, secret: bigint): Uint8Array {
  try {
    return decodePoint(SM2_CURVE, concatBytes(Uint8Array.of(4), x, y))
      .multiply(secret)
      .toBytes(false);
  } catch (cause) {
    throw undecryptable(cause);
  }
}

/** KDF of GB/T 32918.4-2016 5.4.3: SM3 over the shared octets and a counter from 1. */
function derive(shared: Uint8Array, length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let counter = 1; parts.length * 32 < length; counter++) {
    const block = Uint8Array.of(counter >>> 24, (counter >>> 16) & 255, (counter >>> 8) & 255, counter & 255);
    parts.push(sm3.digest(shared, block));
  }
  return concatBytes(...parts).subarray(0, length);
}

function undecryptable(cause?: unknown): YinxinError {
  return new YinxinError('KEY_INVALID', 'the SM2 ciphertext was made for another key, or was changed', {
    cause,
  });
}
