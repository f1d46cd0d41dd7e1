import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { EcCurve, PrimitiveKey } from '../contract.ts';
import { BoundedCache } from '../portable/index.ts';

/** Importing a key costs as much as verifying with it; a CA's key comes thousands of times. */
const keys = /* @__PURE__ */ new BoundedCache<KeyObject>(256);

/** The engine's key; throws when OpenSSL refuses it. */
export function publicKeyObject(key: PrimitiveKey): KeyObject {
  return keys.get(key.spki, () => importKey(key));
}

/** As JWK where there is such a form: OpenSSL's reader of SubjectPublicKeyInfo takes 25 (EC) to 100 µs (RSA) more. */
function importKey(key: PrimitiveKey): KeyObject {
  const jwk = jwkOf(key);
  return jwk === undefined
    ? createPublicKey({ key: key.spki as Buffer, format: 'der', type: 'spki' })
    : createPublicKey({ key: jwk, format: 'jwk' });
}

const JWK_CURVES: readonly EcCurve[] = ['P-256', 'P-384', 'P-521'];

function jwkOf(key: PrimitiveKey): JsonWebKey | undefined {
  if (key.type === 'rsa') return { kty: 'RSA', n: base64url(key.modulus), e: base64url(key.exponent) };
  if (key.type !== 'ec' || !JWK_CURVES.includes(key.curve)) return undefined;
  const size = (key.point.length - 1) / 2;
  const [x, y] = [key.point.subarray(1, 1 + size), key.point.subarray(1 + size)];
  return { kty: 'EC', crv: key.curve, x: base64url(x), y: base64url(y) };
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');
}
