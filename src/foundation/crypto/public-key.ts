import { asBitString, type Der, readDer, readSequence } from '../asn1/index.ts';
import { copyBytes, equalBytes, YinxinError } from '../core/index.ts';
import { BoundedCache } from '../platform/portable/index.ts';
import {
  type AlgorithmIdentifier,
  isNullOrAbsent,
  oidIn,
  parseAlgorithmIdentifier,
} from './algorithm-identifier.ts';
import { parseDsaKey } from './dsa-key.ts';
import { parseEcKey, parseSm2Key } from './ec-key.ts';
import { parseEdwardsKey } from './edwards-key.ts';
import { parseMlDsaKey } from './ml-dsa-key.ts';
import { type ParsedKey, type PublicKey, unsupportedKey } from './parsed-key.ts';
import { KEY_OID } from './registry.ts';
import { parseRsaKey } from './rsa-key.ts';

const parsed = /* @__PURE__ */ new BoundedCache<PublicKey>(512);

/**
 * Strict SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). Points must lie on their curve, RSA moduli have 1024 to 16384
 * bits and an odd exponent of at most 64 bits, DSA generators the right order.
 * Unknown algorithms, curves and sizes give kind `unsupported`; malformed keys are DER_INVALID or KEY_INVALID.
 */
export function parsePublicKey(spki: Uint8Array): PublicKey {
  const key = parsed.get(spki, () => readSpki(spki));
  // All that the key consists of are views on its own bytes: somebody may have written into what he was handed out.
  return equalBytes(key.spki, spki) ? key : readSpki(spki);
}

function readSpki(spki: Uint8Array): PublicKey {
  // A copy, so that the cache does not keep a whole file alive.
  const own = copyBytes(spki);
  const reader = readSequence(own, 'SubjectPublicKeyInfo');
  const algorithm = parseAlgorithmIdentifier(reader.next('algorithm'));
  const key = keyBits(reader.next('subjectPublicKey'));
  reader.end();
  return Object.freeze({ ...readKey(algorithm, key, own), spki: own });
}

function readKey(algorithm: AlgorithmIdentifier, key: Uint8Array, spki: Uint8Array): ParsedKey {
  switch (algorithm.oid) {
    case KEY_OID.rsa:
    case KEY_OID.rsaPss:
      return parseRsaKey(algorithm, key, spki);
    case KEY_OID.ec:
      return parseEcKey(algorithm, key, spki);
    case KEY_OID.sm2:
      assertSm2Parameters(algorithm);
      return parseSm2Key(key, ['SM2_KEY_OID']);
    case KEY_OID.ed25519:
      return parseEdwardsKey('ed25519', algorithm, key);
    case KEY_OID.ed448:
      return parseEdwardsKey('ed448', algorithm, key);
    case KEY_OID.mlDsa44:
      return parseMlDsaKey('ml-dsa-44', algorithm, key, spki);
    case KEY_OID.mlDsa65:
      return parseMlDsaKey('ml-dsa-65', algorithm, key, spki);
    case KEY_OID.mlDsa87:
      return parseMlDsaKey('ml-dsa-87', algorithm, key, spki);
    case KEY_OID.dsa:
      return parseDsaKey(algorithm, key);
    default:
      return unsupportedKey(algorithm.oid);
  }
}

/** GM/T 0015-2023: the curve stands as the algorithm; what follows it may be nothing, NULL, or the curve again. */
function assertSm2Parameters({ parameters }: AlgorithmIdentifier): void {
  if (isNullOrAbsent(parameters) || oidIn(readDer(parameters!)) === KEY_OID.sm2) return;
  throw new YinxinError('KEY_INVALID', 'an SM2 key has no other parameters than its curve');
}

function keyBits(value: Der): Uint8Array {
  const { unusedBits, bytes } = asBitString(value);
  if (unusedBits !== 0) throw new YinxinError('KEY_INVALID', 'a public key is a whole number of bytes');
  return bytes;
}
