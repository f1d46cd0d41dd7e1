import { randomBytes } from '#platform';
import {
  asOctetString,
  asUnsignedBytes,
  readSequence,
  TAG,
  writeInteger,
  writeOctetString,
  writeSequence,
} from '../asn1/index.ts';
import { concatBytes, equalBytes, YinxinError } from '../core/index.ts';
import {
  bigIntToBytes,
  bytesToBigInt,
  decodePoint,
  groupOf,
  isOnCurve,
  type Nonces,
  type Point,
  randomNonces,
  SM2_CURVE,
} from '../platform/portable/index.ts';
import { currentDigest } from './digest.ts';

/**
 * SM2 encryption (GB/T 32918.4-2016, 6.1) as SM2Cipher ::= SEQUENCE { x, y INTEGER, hash, cipherText OCTET STRING }
 * (GM/T 0009-2012, 7.2).
 */
export function encryptSm2(
  message: Uint8Array,
  publicPoint: Uint8Array,
  nonces: Nonces = randomNonces(SM2_CURVE.n, randomBytes),
): Uint8Array {
  if (message.length === 0) throw new YinxinError('ARGUMENT_INVALID', 'SM2 encrypts at least one byte');
  const recipient = decodePublic(publicPoint);
  for (;;) {
    const k = nonces();
    const c1 = groupOf(SM2_CURVE).BASE.multiply(k).toAffine();
    const shared = sharedOf(recipient, k);
    const mask = keyStream(shared, message.length);
    // Clause 6.1 A5: an all-zero stream would send the message in clear.
    if (mask.every((byte) => byte === 0)) continue;
    const tag = currentDigest('sm3', shared.x, message, shared.y);
    return writeSequence(
      writeInteger(c1.x),
      writeInteger(c1.y),
      writeOctetString(tag),
      writeOctetString(message.map((byte, i) => byte ^ mask[i]!)),
    );
  }
}

/** SM2 decryption (GB/T 32918.4-2016, 7.1); ENCODING_INVALID when structure, point or hash is wrong. */
export function decryptSm2(cipher: Uint8Array, privateKey: Uint8Array): Uint8Array {
  const reader = readSequence(cipher, 'SM2Cipher');
  const x = bytesToBigInt(asUnsignedBytes(reader.expect(TAG.integer, 'x')));
  const y = bytesToBigInt(asUnsignedBytes(reader.expect(TAG.integer, 'y')));
  const tag = asOctetString(reader.expect(TAG.octetString, 'hash'));
  const text = asOctetString(reader.expect(TAG.octetString, 'cipherText'));
  reader.end();
  if (!isOnCurve(SM2_CURVE, x, y)) throw wrong();
  const shared = sharedOf(groupOf(SM2_CURVE).fromAffine({ x, y }), bytesToBigInt(privateKey));
  const mask = keyStream(shared, text.length);
  const message = text.map((byte, i) => byte ^ mask[i]!);
  if (!equalBytes(currentDigest('sm3', shared.x, message, shared.y), tag)) throw wrong();
  return message;
}

function wrong(): YinxinError {
  return new YinxinError('ENCODING_INVALID', 'SM2 ciphertext or key is wrong');
}

function decodePublic(point: Uint8Array): Point {
  try {
    return decodePoint(SM2_CURVE, point);
  } catch (cause) {
    throw new YinxinError('KEY_INVALID', 'give the SM2 public key as 04 || X || Y', { cause });
  }
}

interface SharedPoint {
  readonly x: Uint8Array;
  readonly y: Uint8Array;
}

function sharedOf(point: Point, scalar: bigint): SharedPoint {
  const { x, y } = point.multiply(scalar).toAffine();
  return { x: bigIntToBytes(x, 32), y: bigIntToBytes(y, 32) };
}

/** KDF of clause 5.4.3: SM3(x2 || y2 || counter), the counter from 1. */
function keyStream(shared: SharedPoint, length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  const counter = new Uint8Array(4);
  for (let i = 1; parts.length * 32 < length; i++) {
    new DataView(counter.buffer).setUint32(0, i);
    parts.push(currentDigest('sm3', shared.x, shared.y, counter));
  }
  return concatBytes(...parts).subarray(0, length);
}
