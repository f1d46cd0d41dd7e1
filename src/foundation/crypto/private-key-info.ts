import {
  asBitString,
  asOctetString,
  asSmallInteger,
  asUnsignedBytes,
  type Der,
  der,
  explicitOf,
  readDer,
  readSequence,
  TAG,
} from '../asn1/index.ts';
import { concatBytes, equalBytes, YinxinError } from '../core/index.ts';
import type { EcCurve, PrivateMaterial } from '../platform/index.ts';
import { EC_CURVES } from '../platform/portable/index.ts';
import {
  type AlgorithmIdentifier,
  algorithmIdentifier,
  oidIn,
  parseAlgorithmIdentifier,
} from './algorithm-identifier.ts';
import { CURVE_OID, curveOfOid, KEY_OID } from './registry.ts';
import { rsaSpki } from './rsa-key.ts';

/** What a PKCS#8 file holds, in canonical form. */
export interface PrivateKeyContent {
  readonly material: PrivateMaterial;
  /** SubjectPublicKeyInfo, where the private key spells it out (RSA). */
  readonly spki?: Uint8Array;
  /** The public point that the file claims; it is compared with the computed one. */
  readonly claimedPoint?: Uint8Array;
}

/** Unencrypted PrivateKeyInfo / OneAsymmetricKey (RFC 5958): RSA, EC, SM2 under either identifier, Ed25519. */
export function readPrivateKeyInfo(pkcs8: Uint8Array): PrivateKeyContent {
  const reader = readSequence(pkcs8, 'PrivateKeyInfo');
  const version = asSmallInteger(reader.expect(TAG.integer, 'version'));
  const algorithm = parseAlgorithmIdentifier(reader.next('privateKeyAlgorithm'));
  const key = asOctetString(reader.expect(TAG.octetString, 'privateKey'));
  reader.optionalContext(0);
  const outerPublic = reader.optionalContext(1);
  reader.end();
  if (version !== 0 && version !== 1) throw new YinxinError('KEY_INVALID', 'PKCS#8 of an unknown version');
  switch (algorithm.oid) {
    case KEY_OID.rsa:
      return readRsa(key);
    case KEY_OID.ec:
      return readEc(curveIdentifier(algorithm), key, outerPublic);
    case KEY_OID.sm2:
      return readEc(KEY_OID.sm2, key, outerPublic);
    case KEY_OID.ed25519:
      return readEd25519(key, outerPublic);
    default:
      throw new YinxinError(
        'ALGORITHM_UNSUPPORTED',
        'signing takes RSA, P-256/384/521, SM2 and Ed25519 keys',
        {
          details: { algorithm: algorithm.oid },
        },
      );
  }
}

/** RSAPrivateKey (RFC 8017, A.1.2) with two primes. */
function readRsa(key: Uint8Array): PrivateKeyContent {
  const reader = readSequence(key, 'RSAPrivateKey');
  if (asSmallInteger(reader.expect(TAG.integer, 'version')) !== 0) {
    throw new YinxinError('ALGORITHM_UNSUPPORTED', 'RSA keys of more than two primes are not used');
  }
  const modulus = asUnsignedBytes(reader.expect(TAG.integer, 'modulus'));
  const exponent = asUnsignedBytes(reader.expect(TAG.integer, 'publicExponent'));
  for (const part of ['d', 'p', 'q', 'dP', 'dQ', 'qInv']) asUnsignedBytes(reader.expect(TAG.integer, part));
  reader.end();
  const pkcs8 = privateKeyInfo(algorithmIdentifier(KEY_OID.rsa, 'null'), key);
  return {
    material: { type: 'rsa', pkcs8, modulusBytes: modulus.length },
    spki: rsaSpki(modulus, exponent),
  };
}

/** ECPrivateKey (RFC 5915). */
function readEc(
  outerCurve: string | undefined,
  key: Uint8Array,
  outerPublic: Der | undefined,
): PrivateKeyContent {
  const reader = readSequence(key, 'ECPrivateKey');
  if (asSmallInteger(reader.expect(TAG.integer, 'version')) !== 1) {
    throw new YinxinError('KEY_INVALID', 'ECPrivateKey of an unknown version');
  }
  const given = asOctetString(reader.expect(TAG.octetString, 'privateKey'));
  const parameters = reader.optionalContext(0);
  const innerPublic = reader.optionalContext(1);
  reader.end();
  const innerCurve = parameters === undefined ? undefined : oidIn(explicitOf(parameters));
  const curve = outerCurve ?? innerCurve;
  if (innerCurve !== undefined && innerCurve !== curve) {
    throw new YinxinError('KEY_INVALID', 'the private key names two different curves');
  }
  const claimed =
    innerPublic === undefined ? implicitBits(outerPublic) : asBitString(explicitOf(innerPublic)).bytes;
  return {
    material: scalarMaterial(curve, given),
    ...(claimed === undefined ? {} : { claimedPoint: claimed }),
  };
}

function scalarMaterial(curveOid: string | undefined, given: Uint8Array): PrivateMaterial {
  const curve: EcCurve | 'SM2' | undefined =
    curveOid === KEY_OID.sm2 ? 'SM2' : curveOid === undefined ? undefined : curveOfOid(curveOid);
  if (curveOid === undefined || curve === undefined || curve.startsWith('brainpool')) {
    throw new YinxinError('ALGORITHM_UNSUPPORTED', 'signing takes EC keys on P-256, P-384, P-521 and SM2', {
      details: { curve: curveOid },
    });
  }
  const scalar = padded(given, curve === 'SM2' ? 32 : EC_CURVES[curve].orderBytes);
  const inner = der.sequence(der.integer(1), der.octetString(scalar));
  const pkcs8 = privateKeyInfo(algorithmIdentifier(KEY_OID.ec, der.oid(curveOid)), inner);
  return curve === 'SM2' ? { type: 'sm2', pkcs8, scalar } : { type: 'ec', pkcs8, curve, scalar };
}

/** Some writers drop leading zeros of the scalar, some add one (RFC 5915 wants the length of the order). */
function padded(scalar: Uint8Array, size: number): Uint8Array {
  let start = 0;
  while (scalar.length - start > size && scalar[start] === 0) start++;
  if (scalar.length === 0 || scalar.length - start > size) {
    throw new YinxinError('KEY_INVALID', 'the private scalar has a wrong length');
  }
  const digits = scalar.subarray(start);
  return concatBytes(new Uint8Array(size - digits.length), digits);
}

/** CurvePrivateKey (RFC 8410, 7). */
function readEd25519(key: Uint8Array, outerPublic: Der | undefined): PrivateKeyContent {
  const seed = asOctetString(readDer(key));
  if (seed.length !== 32) throw new YinxinError('KEY_INVALID', 'an Ed25519 private key has 32 bytes');
  const pkcs8 = privateKeyInfo(algorithmIdentifier(KEY_OID.ed25519), der.octetString(seed));
  const claimed = implicitBits(outerPublic);
  return {
    material: { type: 'ed25519', pkcs8, seed },
    ...(claimed === undefined ? {} : { claimedPoint: claimed }),
  };
}

function privateKeyInfo(algorithm: Uint8Array, key: Uint8Array): Uint8Array {
  return der.sequence(der.integer(0), algorithm, der.octetString(key));
}

function curveIdentifier({ parameters }: AlgorithmIdentifier): string | undefined {
  return parameters === undefined ? undefined : oidIn(readDer(parameters));
}

/** [1] IMPLICIT BIT STRING: the content after the octet that counts unused bits. */
function implicitBits(field: Der | undefined): Uint8Array | undefined {
  return field?.content.subarray(1);
}

/** KEY_INVALID when a file's public point is not that of its private key. */
export function assertClaimedPoint(claimed: Uint8Array | undefined, computed: Uint8Array): void {
  // A compressed claim is not compared: its x stands for two points, and nothing depends on it.
  if (claimed !== undefined && claimed.length === computed.length && !equalBytes(claimed, computed)) {
    throw new YinxinError('KEY_INVALID', 'public and private part of the key do not belong together');
  }
}

/** The curve's identifier for a SubjectPublicKeyInfo. */
export function curveOidOf(material: PrivateMaterial & { readonly type: 'ec' | 'sm2' }): string {
  return material.type === 'sm2' ? KEY_OID.sm2 : CURVE_OID[material.curve];
}
