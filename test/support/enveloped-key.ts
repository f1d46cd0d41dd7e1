import { der } from '../../src/foundation/asn1/index.ts';
import { concatBytes } from '../../src/foundation/core/index.ts';
import { parsePublicKey, sm3, sm4 } from '../../src/foundation/crypto/index.ts';
import {
  bytesToBigInt,
  decodePoint,
  groupOf,
  SM2_CURVE,
} from '../../src/foundation/platform/portable/index.ts';
import type { TestIdentity } from '../../src/testing/index.ts';

/** 04 ‖ X ‖ Y of an identity. */
export function pointOf({ key }: TestIdentity): Uint8Array {
  const { primitive } = parsePublicKey(key.spki);
  if (primitive?.type !== 'sm2') throw new Error('not an SM2 key');
  return primitive.point;
}

/** SM2Cipher (GB/T 35276) of a short text for a point, written apart from the library's decryption. */
export function sm2Cipher(point: Uint8Array, text: Uint8Array, k = 0x1234567890abcdefn): Uint8Array {
  const c1 = groupOf(SM2_CURVE).BASE.multiply(k).toBytes(false);
  const shared = decodePoint(SM2_CURVE, point).multiply(k).toBytes(false);
  const mask = sm3.digest(shared.subarray(1), Uint8Array.of(0, 0, 0, 1));
  const hash = sm3.digest(shared.subarray(1, 33), text, shared.subarray(33));
  return der.sequence(
    der.integer(bytesToBigInt(c1.subarray(1, 33))),
    der.integer(bytesToBigInt(c1.subarray(33))),
    der.octetString(hash),
    der.octetString(text.map((octet, i) => octet ^ mask[i]!)),
  );
}

export interface EnvelopeChange {
  readonly algorithm?: string;
  readonly cipher?: Uint8Array;
  readonly point?: Uint8Array;
  /** In front of the scalar before it is encrypted. */
  readonly prefix?: Uint8Array;
  readonly scalar?: Uint8Array;
}

const KEY = Uint8Array.from({ length: 16 }, (_, i) => i + 1);

/** SM2EnvelopedKey of one identity's key for another's. */
export function enveloped(
  inner: TestIdentity,
  scalar: Uint8Array,
  protection: TestIdentity,
  change: EnvelopeChange = {},
): Uint8Array {
  const plain = concatBytes(change.prefix ?? new Uint8Array(0), change.scalar ?? scalar);
  return der.sequence(
    der.sequence(der.oid(change.algorithm ?? '1.2.156.10197.1.104.1')),
    change.cipher ?? sm2Cipher(pointOf(protection), KEY),
    der.bitString(change.point ?? pointOf(inner)),
    der.bitString(sm4.encrypt(plain, { mode: 'ecb', key: KEY, padding: 'none' })),
  );
}
