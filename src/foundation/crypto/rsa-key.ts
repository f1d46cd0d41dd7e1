import { asUnsignedBytes, der, readSequence, TAG } from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';
import { bitLength, bytesToBigInt } from '../platform/portable/index.ts';
import { type AlgorithmIdentifier, algorithmIdentifier, isNullOrAbsent } from './algorithm-identifier.ts';
import type { ParsedKey, PssRestriction } from './parsed-key.ts';
import { parsePssParameters } from './pss-parameters.ts';
import { KEY_OID } from './registry.ts';

const MIN_BITS = 1024;
const MAX_BITS = 16_384;
/** OpenSSL's bound for large moduli; a longer exponent only burns time. */
const MAX_EXPONENT_BITS = 64;

/**
 * RSAPublicKey (RFC 8017, A.1.1), under rsaEncryption or RSASSA-PSS. `spki` is where both stood: under rsaEncryption
 * with NULL there is but one DER form, and that is it.
 */
export function parseRsaKey(algorithm: AlgorithmIdentifier, key: Uint8Array, spki: Uint8Array): ParsedKey {
  const reader = readSequence(key, 'RSAPublicKey');
  const modulus = asUnsignedBytes(reader.expect(TAG.integer, 'modulus'));
  const exponent = asUnsignedBytes(reader.expect(TAG.integer, 'publicExponent'));
  reader.end();
  const n = bytesToBigInt(modulus);
  const e = bytesToBigInt(exponent);
  const bits = bitLength(n);
  if (n % 2n === 0n || e % 2n === 0n || e < 3n || e >= n) {
    throw new YinxinError(
      'KEY_INVALID',
      'an RSA modulus is odd and its exponent an odd number of at least 3',
    );
  }
  const restriction = pssRestriction(algorithm);
  const name = `RSA-${bits}`;
  const strangeSize = bits < MIN_BITS || bits > MAX_BITS || bitLength(e) > MAX_EXPONENT_BITS;
  if (strangeSize || restriction === 'unknown') {
    return { kind: 'unsupported', name, bits, findings: strangeSize ? ['RSA_KEY_SIZE'] : [] };
  }
  const absentNull = algorithm.oid === KEY_OID.rsa && algorithm.parameters === undefined;
  const canonical = algorithm.oid === KEY_OID.rsa && !absentNull ? spki : rsaSpki(modulus, exponent);
  return {
    kind: 'rsa',
    name,
    bits,
    findings: absentNull ? ['RSA_KEY_PARAMETERS'] : [],
    primitive: { type: 'rsa', spki: canonical, modulus, exponent },
    ...(restriction === undefined ? {} : { pssOnly: restriction }),
  };
}

/** SubjectPublicKeyInfo of an RSA key. */
export function rsaSpki(modulus: Uint8Array, exponent: Uint8Array): Uint8Array {
  const key = der.sequence(der.integer(modulus), der.integer(exponent));
  return der.sequence(algorithmIdentifier(KEY_OID.rsa, 'null'), der.bitString(key));
}

function pssRestriction(algorithm: AlgorithmIdentifier): PssRestriction | 'unknown' | undefined {
  if (algorithm.oid === KEY_OID.rsa) {
    if (!isNullOrAbsent(algorithm.parameters)) {
      throw new YinxinError('KEY_INVALID', 'an RSA key has NULL parameters');
    }
    return undefined;
  }
  if (algorithm.parameters === undefined) return 'any';
  return parsePssParameters(algorithm.parameters) ?? 'unknown';
}
