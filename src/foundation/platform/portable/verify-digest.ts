import type { DigestName, Hasher, PrimitiveInput, PrimitiveKey, PrimitiveScheme } from '../contract.ts';
import { bitLength, bytesToBigInt } from './big-integers.ts';
import { verifyDsa } from './dsa.ts';
import { EC_CURVES } from './ec-curves.ts';
import { verifyEcdsa } from './ecdsa.ts';
import { isPkcs1Block, isPssBlock, rsaPublic } from './rsa-padding.ts';
import { SM2_CURVE } from './sm2-curve.ts';
import { verifySm2Value } from './sm2-value.ts';

/** What a verification needs from the engine around it. */
export interface VerifyEngine {
  createHasher(name: DigestName): Hasher;
  /** The RSA public operation; undefined when the value is out of range. */
  rsaPublic(key: PrimitiveKey & { readonly type: 'rsa' }, value: Uint8Array): Uint8Array | undefined;
}

/** RSA by BigInt. */
export const portableRsa: VerifyEngine['rsaPublic'] = rsaPublic;

/** The digest that a value is made over: given, or hashed from the chunks. */
export function digestOf(engine: VerifyEngine, hash: DigestName, input: PrimitiveInput): Uint8Array {
  if ('digest' in input) return input.digest;
  const hasher = engine.createHasher(hash);
  for (const chunk of input.message) hasher.update(chunk);
  return hasher.digest();
}

/** Verification over a digest, for every scheme that hashes first. */
export function verifyOverDigest(
  engine: VerifyEngine,
  scheme: Exclude<PrimitiveScheme, { readonly type: 'eddsa' | 'ml-dsa' }>,
  key: PrimitiveKey,
  input: PrimitiveInput,
  signature: Uint8Array,
): boolean {
  const digest = digestOf(engine, scheme.type === 'sm2' ? 'sm3' : scheme.hash, input);
  if (scheme.type === 'sm2') {
    if (key.type !== 'sm2' || digest.length !== 32 || signature.length !== 64) return false;
    return verifySm2Value(SM2_CURVE, key.point, digest, signature);
  }
  if (scheme.type === 'ecdsa') {
    if (key.type !== 'ec') return false;
    const parameters = EC_CURVES[key.curve];
    return (
      signature.length === 2 * parameters.orderBytes && verifyEcdsa(parameters, key.point, digest, signature)
    );
  }
  if (scheme.type === 'dsa') {
    return key.type === 'dsa' && signature.length === 2 * key.q.length && verifyDsa(key, digest, signature);
  }
  if (key.type !== 'rsa') return false;
  const block = engine.rsaPublic(key, signature);
  if (block === undefined) return false;
  if (scheme.type === 'rsa-pkcs1') return isPkcs1Block(block, scheme.hash, digest);
  const modulusBits = bitLength(bytesToBigInt(key.modulus));
  return isPssBlock((name) => engine.createHasher(name), block, digest, { ...scheme, modulusBits });
}
