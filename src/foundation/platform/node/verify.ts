import { constants, createVerify, verify as oneShot, publicDecrypt } from 'node:crypto';
import type { PrimitiveInput, PrimitiveKey, PrimitiveScheme } from '../contract.ts';
import { type VerifyEngine, verifyMlDsa, verifyOverDigest } from '../portable/index.ts';
import { createHasher, nodeDigestName, plain } from './digests.ts';
import { publicKeyObject } from './keys.ts';
import { sm2NativeWorks, verifySm2Native } from './sm2.ts';

/** The public operation by OpenSSL; the padding is rebuilt and compared by us, as in the other build. */
const engine: VerifyEngine = {
  createHasher,
  rsaPublic(key, value) {
    if (value.length !== key.modulus.length) return undefined;
    try {
      const padding = constants.RSA_NO_PADDING;
      return plain(publicDecrypt({ key: publicKeyObject(key), padding }, value));
    } catch {
      return undefined;
    }
  },
};

/** Verification by OpenSSL where Node reaches it, else in TypeScript. */
export function verifyPrimitive(
  scheme: PrimitiveScheme,
  key: PrimitiveKey,
  input: PrimitiveInput,
  signature: Uint8Array,
): boolean {
  if (scheme.type === 'eddsa') return verifyEddsa(key, input, signature);
  if (scheme.type === 'ml-dsa') return verifyMlDsa(key, input, signature);
  if ('message' in input) {
    if (scheme.type === 'ecdsa' && key.type === 'ec')
      return verifyEcdsa(scheme, key, input.message, signature);
    if (scheme.type === 'sm2' && key.type === 'sm2' && signature.length === 64 && sm2NativeWorks()) {
      return guarded(() => verifySm2Native(key, input.message, signature));
    }
  }
  // RSA and digests given alone (no way through Node for EC and SM2), and DSA.
  return verifyOverDigest(engine, scheme, key, input, signature);
}

function verifyEcdsa(
  scheme: PrimitiveScheme & { readonly type: 'ecdsa' },
  key: PrimitiveKey & { readonly type: 'ec' },
  message: readonly Uint8Array[],
  signature: Uint8Array,
): boolean {
  return guarded(() => {
    const engineKey = { key: publicKeyObject(key), dsaEncoding: 'ieee-p1363' } as const;
    const [only, ...others] = message;
    // In one piece nearly always: then nothing of a stream has to be made.
    if (only !== undefined && others.length === 0)
      return oneShot(nodeDigestName(scheme.hash), only, engineKey, signature);
    const verify = createVerify(nodeDigestName(scheme.hash));
    for (const chunk of message) verify.update(chunk);
    return verify.verify(engineKey, signature);
  });
}

function verifyEddsa(key: PrimitiveKey, input: PrimitiveInput, signature: Uint8Array): boolean {
  if ((key.type !== 'ed25519' && key.type !== 'ed448') || 'digest' in input) return false;
  return guarded(() => oneShot(null, Buffer.concat(input.message), publicKeyObject(key), signature));
}

/** An engine that refuses a key or value by throwing has not verified it. */
function guarded(verify: () => boolean): boolean {
  try {
    return verify();
  } catch {
    return false;
  }
}
