import { der, readDer } from '../asn1/index.ts';
import { concatBytes, YinxinError } from '../core/index.ts';
import type { EcCurve } from '../platform/index.ts';
import {
  bigIntToBytes,
  bytesToBigInt,
  type CurveParameters,
  EC_CURVES,
  isOnCurve,
  mod,
  powerPublic,
  SM2_CURVE,
} from '../platform/portable/index.ts';
import { type AlgorithmIdentifier, algorithmIdentifier, oidIn } from './algorithm-identifier.ts';
import { type ParsedKey, unsupportedKey } from './parsed-key.ts';
import { CURVE_OID, curveOfOid, KEY_OID } from './registry.ts';

/**
 * An EC key (RFC 5480) on a named curve. Explicit parameters are never computed with (CVE-2020-0601). `spki` is where
 * both stood: under id-ecPublicKey with an uncompressed point there is but one DER form, and that is it.
 */
export function parseEcKey(algorithm: AlgorithmIdentifier, key: Uint8Array, spki: Uint8Array): ParsedKey {
  if (algorithm.parameters === undefined) throw new YinxinError('KEY_INVALID', 'an EC key names its curve');
  const oid = oidIn(readDer(algorithm.parameters));
  if (oid === undefined) return unsupportedKey('EC with explicit parameters');
  if (oid === KEY_OID.sm2) return parseSm2Key(key, [], spki);
  const curve = curveOfOid(oid);
  if (curve === undefined) return unsupportedKey(`EC on ${oid}`);
  const point = uncompressed(EC_CURVES[curve], key);
  return {
    kind: 'ec',
    name: curve,
    curve,
    bits: sizeOf(curve),
    findings: pointFindings(key),
    primitive: { type: 'ec', spki: point === key ? spki : ecSpki(CURVE_OID[curve], point), curve, point },
  };
}

/** An SM2 key (GB/T 32918.5); `findings` tells under which identifier it came, `spki` is given for id-ecPublicKey. */
export function parseSm2Key(key: Uint8Array, findings: readonly string[], spki?: Uint8Array): ParsedKey {
  const point = uncompressed(SM2_CURVE, key);
  return {
    kind: 'sm2',
    name: 'SM2',
    curve: 'SM2',
    bits: 256,
    findings: [...findings, ...pointFindings(key)],
    primitive: {
      type: 'sm2',
      spki: spki !== undefined && point === key ? spki : ecSpki(KEY_OID.sm2, point),
      point,
    },
  };
}

/** SubjectPublicKeyInfo under id-ecPublicKey. */
export function ecSpki(curveOid: string, point: Uint8Array): Uint8Array {
  return der.sequence(algorithmIdentifier(KEY_OID.ec, der.oid(curveOid)), der.bitString(point));
}

function sizeOf(curve: EcCurve): number {
  return curve === 'P-521' ? 521 : 8 * EC_CURVES[curve].orderBytes;
}

function pointFindings(key: Uint8Array): string[] {
  return key[0] === 4 ? [] : ['EC_POINT_COMPRESSED'];
}

/** 04 || X || Y of an encoded point (SEC 1, 2.3.4), which must lie on the curve; hybrid forms and infinity are refused. */
function uncompressed(parameters: CurveParameters, key: Uint8Array): Uint8Array {
  const size = parameters.fieldBytes;
  const x = bytesToBigInt(key.subarray(1, 1 + size));
  if (key[0] === 4 && key.length === 1 + 2 * size) {
    if (!isOnCurve(parameters, x, bytesToBigInt(key.subarray(1 + size)))) throw offCurve();
    return key;
  }
  if ((key[0] !== 2 && key[0] !== 3) || key.length !== 1 + size) {
    throw new YinxinError('KEY_INVALID', 'the EC public key is no encoded point of its curve');
  }
  const { p, a, b } = parameters;
  // All curves here have p = 3 mod 4.
  const root = powerPublic(mod(x * x * x + a * x + b, p), (p + 1n) / 4n, p);
  const y = (root & 1n) === BigInt(key[0] & 1) ? root : p - root;
  if (!isOnCurve(parameters, x, y)) throw offCurve();
  return concatBytes(Uint8Array.of(4), key.subarray(1), bigIntToBytes(y, size));
}

function offCurve(): YinxinError {
  return new YinxinError('KEY_INVALID', 'the EC public key is not a point of its curve');
}
