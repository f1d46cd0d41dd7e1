import { platform } from '#platform';
import { isYinxinError } from '../core/index.ts';
import type { PrimitiveInput, PrimitiveKey } from '../platform/index.ts';
import { EC_CURVES } from '../platform/portable/index.ts';
import { digestLength } from './digest.ts';
import type { PublicKey } from './parsed-key.ts';
import type { SignatureScheme } from './scheme.ts';
import { derToRawSignature } from './signature-value.ts';
import { sm2ZValue } from './sm2-identity.ts';

/** `unsupported`: nothing was computed. */
export type Verdict = 'valid' | 'invalid' | 'unsupported';

/** Z of a certificate's key is asked for with every signature under it. */
const zValues = /* @__PURE__ */ new WeakMap<PublicKey, Uint8Array>();

/**
 * Verifies a value over data (chunks in order). EC, DSA and SM2 values are strict DER with r and s in 1..n-1;
 * SM2 hashes Z with the identifier 1234567812345678 first. Never throws for a bad value.
 * Nothing is checked about the key's owner or the strength of the scheme (see `legacy`).
 */
export function verifySignature(
  scheme: SignatureScheme,
  key: PublicKey,
  data: readonly Uint8Array[],
  signature: Uint8Array,
): Verdict {
  const { primitive } = key;
  if (primitive === undefined || scheme.key !== key.kind) return 'unsupported';
  const message = primitive.type === 'sm2' ? [defaultZ(key, primitive.point), ...data] : data;
  return run(scheme, primitive, { message }, signature);
}

/** As {@link verifySignature} where only the digest is known (SM2: e = SM3(Z || M)). EdDSA and ML-DSA are `unsupported`. */
export function verifyDigest(
  scheme: SignatureScheme,
  key: PublicKey,
  digest: Uint8Array,
  signature: Uint8Array,
): Verdict {
  const { primitive } = key;
  if (primitive === undefined || scheme.key !== key.kind || scheme.hash === undefined) return 'unsupported';
  if (digest.length !== digestLength(scheme.hash)) return 'invalid';
  return run(scheme, primitive, { digest }, signature);
}

function run(
  scheme: SignatureScheme,
  key: PrimitiveKey,
  input: PrimitiveInput,
  signature: Uint8Array,
): Verdict {
  const value = transportValue(key, signature);
  if (value === undefined) return 'invalid';
  return platform.verifyPrimitive(scheme.primitive, key, input, value) ? 'valid' : 'invalid';
}

/** r || s for the DSA family, the value itself for RSA, EdDSA and ML-DSA; undefined when it is not strict DER. */
function transportValue(key: PrimitiveKey, signature: Uint8Array): Uint8Array | undefined {
  const size = orderBytes(key);
  if (size === undefined) return signature;
  try {
    return derToRawSignature(signature, size);
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

/** Length of r and s, for the kinds that have them. */
function orderBytes(key: PrimitiveKey): number | undefined {
  switch (key.type) {
    case 'ec':
      return EC_CURVES[key.curve].orderBytes;
    case 'sm2':
      return 32;
    case 'dsa':
      return key.q.length;
    default:
      return undefined;
  }
}

function defaultZ(key: PublicKey, point: Uint8Array): Uint8Array {
  let z = zValues.get(key);
  if (z === undefined) {
    z = sm2ZValue(point);
    zValues.set(key, z);
  }
  return z;
}
