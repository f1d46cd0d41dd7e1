import { utf8, YinxinError } from '../core/index.ts';
import { bigIntToBytes, SM2_CURVE } from '../platform/portable/index.ts';
import { currentDigest } from './digest.ts';

/** The identifier of a signer who names none (GB/T 35276-2017, 10.1). */
export const SM2_DEFAULT_ID = '1234567812345678';

/** Z = SM3(ENTL || ID || a || b || xG || yG || xA || yA) of a public key 04 || X || Y (GB/T 32918.2-2016, 5.5). */
export function sm2ZValue(publicPoint: Uint8Array, id: string | Uint8Array = SM2_DEFAULT_ID): Uint8Array {
  const identity = typeof id === 'string' ? utf8(id) : id;
  if (publicPoint.length !== 65 || publicPoint[0] !== 4) {
    throw new YinxinError('KEY_INVALID', 'give the SM2 public key as 04 || X || Y, 65 bytes');
  }
  // ENTL counts bits in two bytes.
  if (identity.length > 8191)
    throw new YinxinError('ARGUMENT_INVALID', 'an SM2 identifier has at most 8191 bytes');
  const bits = identity.length * 8;
  const { a, b, Gx, Gy } = SM2_CURVE;
  return currentDigest(
    'sm3',
    Uint8Array.of(bits >> 8, bits & 0xff),
    identity,
    ...[a, b, Gx, Gy].map((value) => bigIntToBytes(value, 32)),
    publicPoint.subarray(1),
  );
}
