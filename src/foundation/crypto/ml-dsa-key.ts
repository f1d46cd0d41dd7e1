import { YinxinError } from '../core/index.ts';
import type { MlDsaSet } from '../platform/index.ts';
import type { AlgorithmIdentifier } from './algorithm-identifier.ts';
import type { ParsedKey } from './parsed-key.ts';

/** Length of the encoded key in bytes, and λ: half the bits of the challenge digest (FIPS 204, tables 1 and 2). */
const SETS: Readonly<Record<MlDsaSet, { readonly bytes: number; readonly strength: number }>> = {
  'ml-dsa-44': { bytes: 1312, strength: 128 },
  'ml-dsa-65': { bytes: 1952, strength: 192 },
  'ml-dsa-87': { bytes: 2592, strength: 256 },
};

/**
 * An ML-DSA key (RFC 9881, 4): the encoding of FIPS 204 as it stands in the BIT STRING, and no parameters. Every
 * string of the right length is a key: ρ and t1 fill all their values.
 */
export function parseMlDsaKey(
  kind: MlDsaSet,
  algorithm: AlgorithmIdentifier,
  key: Uint8Array,
  spki: Uint8Array,
): ParsedKey {
  const { bytes, strength } = SETS[kind];
  const name = kind.toUpperCase();
  if (algorithm.parameters !== undefined)
    throw new YinxinError('KEY_INVALID', `an ${name} key has no parameters`);
  if (key.length !== bytes) throw new YinxinError('KEY_INVALID', `an ${name} key has ${bytes} bytes`);
  return { kind, name, bits: strength, findings: [], primitive: { type: kind, spki, encoded: key } };
}
