import { asUnsignedBytes, der, readDer, readSequence, TAG } from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';
import { bitLength, bytesToBigInt, powerPublic } from '../platform/portable/index.ts';
import { type AlgorithmIdentifier, algorithmIdentifier } from './algorithm-identifier.ts';
import { type ParsedKey, unsupportedKey } from './parsed-key.ts';
import { KEY_OID } from './registry.ts';

/** A DSA key (RFC 3279, 2.3.2), for verifying old files only. */
export function parseDsaKey(algorithm: AlgorithmIdentifier, key: Uint8Array): ParsedKey {
  // RFC 3279 lets a certificate inherit parameters from its issuer; nobody does, and nothing is guessed here.
  if (algorithm.parameters === undefined) return unsupportedKey('DSA with inherited parameters');
  const reader = readSequence(algorithm.parameters, 'Dss-Parms');
  const p = asUnsignedBytes(reader.expect(TAG.integer, 'p'));
  const q = asUnsignedBytes(reader.expect(TAG.integer, 'q'));
  const g = asUnsignedBytes(reader.expect(TAG.integer, 'g'));
  reader.end();
  const y = asUnsignedBytes(readDer(key));
  const bits = bitLength(bytesToBigInt(p));
  const orderBits = bitLength(bytesToBigInt(q));
  if (bits < 1024 || bits > 4096 || orderBits < 160 || orderBits > 256) return unsupportedKey(`DSA-${bits}`);
  checkGroup(bytesToBigInt(p), bytesToBigInt(q), [bytesToBigInt(g), bytesToBigInt(y)]);
  const parameters = der.sequence(der.integer(p), der.integer(q), der.integer(g));
  const spki = der.sequence(algorithmIdentifier(KEY_OID.dsa, parameters), der.bitString(der.integer(y)));
  return {
    kind: 'dsa',
    name: `DSA-${bits}`,
    bits,
    findings: [],
    primitive: { type: 'dsa', spki, p, q, g, y },
  };
}

/** q divides p-1, and generator and key have order q (SP 800-89, 5.3.1). */
function checkGroup(p: bigint, q: bigint, elements: readonly bigint[]): void {
  const sound =
    p % 2n === 1n &&
    (p - 1n) % q === 0n &&
    elements.every((x) => x > 1n && x < p && powerPublic(x, q, p) === 1n);
  if (!sound) throw new YinxinError('KEY_INVALID', 'the DSA key does not belong to its group');
}
