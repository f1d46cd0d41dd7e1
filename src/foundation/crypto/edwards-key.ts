import { der } from '../asn1/index.ts';
import { copyBytes, YinxinError } from '../core/index.ts';
import { bytesToBigInt } from '../platform/portable/index.ts';
import { type AlgorithmIdentifier, algorithmIdentifier } from './algorithm-identifier.ts';
import type { ParsedKey } from './parsed-key.ts';
import { KEY_OID } from './registry.ts';

const FIELDS = {
  ed25519: { bytes: 32, bits: 256, p: 2n ** 255n - 19n, name: 'Ed25519' },
  ed448: { bytes: 57, bits: 456, p: 2n ** 448n - 2n ** 224n - 1n, name: 'Ed448' },
} as const;

/** y of the points of order 8 on Ed25519, up to sign. */
const ORDER_EIGHT = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;

/**
 * An Edwards key (RFC 8410). Encodings that are not canonical and points of small order are refused: with them
 * one value fits many messages, and engines disagree about it.
 */
export function parseEdwardsKey(
  kind: 'ed25519' | 'ed448',
  algorithm: AlgorithmIdentifier,
  key: Uint8Array,
): ParsedKey {
  const { bytes, bits, p, name } = FIELDS[kind];
  if (algorithm.parameters !== undefined)
    throw new YinxinError('KEY_INVALID', `an ${name} key has no parameters`);
  if (key.length !== bytes) throw new YinxinError('KEY_INVALID', `an ${name} key has ${bytes} bytes`);
  const littleEndian = copyBytes(key).reverse();
  littleEndian[0]! &= 0x7f;
  const y = bytesToBigInt(littleEndian);
  const small = [0n, 1n, p - 1n, ...(kind === 'ed25519' ? [ORDER_EIGHT, p - ORDER_EIGHT] : [])];
  if (y >= p || small.includes(y)) throw new YinxinError('KEY_INVALID', `the ${name} key is degenerate`);
  return {
    kind,
    name,
    curve: name,
    bits,
    findings: [],
    primitive: { type: kind, spki: edwardsSpki(kind, key), point: key },
  };
}

/** SubjectPublicKeyInfo of an Edwards key. */
export function edwardsSpki(kind: 'ed25519' | 'ed448', point: Uint8Array): Uint8Array {
  return der.sequence(algorithmIdentifier(KEY_OID[kind]), der.bitString(point));
}
