import { ml_dsa44, ml_dsa65, ml_dsa87 } from '@noble/post-quantum/ml-dsa.js';
import { concatBytes } from '../../core/index.ts';
import type { MlDsaSet, PrimitiveInput, PrimitiveKey } from '../contract.ts';

const SETS = { 'ml-dsa-44': ml_dsa44, 'ml-dsa-65': ml_dsa65, 'ml-dsa-87': ml_dsa87 } as const;

/** True for the kinds of key that {@link verifyMlDsa} takes. */
function isMlDsa(key: PrimitiveKey): key is PrimitiveKey & { readonly type: MlDsaSet } {
  return key.type in SETS;
}

/**
 * Pure ML-DSA with the empty context (FIPS 204, algorithm 3), in both builds: no engine that this library runs on
 * has it everywhere. Values of another length and hints out of order are wrong (algorithms 3 and 21).
 */
export function verifyMlDsa(key: PrimitiveKey, input: PrimitiveInput, signature: Uint8Array): boolean {
  if (!isMlDsa(key) || 'digest' in input) return false;
  try {
    return SETS[key.type].verify(signature, concatBytes(...input.message), key.encoded);
  } catch {
    return false;
  }
}
