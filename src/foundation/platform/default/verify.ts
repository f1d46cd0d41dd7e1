import { ed448 } from '@noble/curves/ed448.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes } from '../../core/index.ts';
import type { PrimitiveInput, PrimitiveKey, PrimitiveScheme } from '../contract.ts';
import { portableRsa, type VerifyEngine, verifyMlDsa, verifyOverDigest } from '../portable/index.ts';
import { createHasher } from './digests.ts';

const engine: VerifyEngine = { createHasher, rsaPublic: portableRsa };

/** Verification in TypeScript. */
export function verifyPrimitive(
  scheme: PrimitiveScheme,
  key: PrimitiveKey,
  input: PrimitiveInput,
  signature: Uint8Array,
): boolean {
  if (scheme.type === 'eddsa') return verifyEddsa(key, input, signature);
  if (scheme.type === 'ml-dsa') return verifyMlDsa(key, input, signature);
  return verifyOverDigest(engine, scheme, key, input, signature);
}

/** RFC 8032 with canonical points and scalars (not the looser ZIP 215). */
function verifyEddsa(key: PrimitiveKey, input: PrimitiveInput, signature: Uint8Array): boolean {
  if ((key.type !== 'ed25519' && key.type !== 'ed448') || 'digest' in input) return false;
  const curve = key.type === 'ed25519' ? ed25519 : ed448;
  try {
    return curve.verify(signature, concatBytes(...input.message), key.point, { zip215: false });
  } catch {
    return false;
  }
}
