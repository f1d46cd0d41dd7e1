import type {
  DigestName,
  Hasher,
  NonceSource,
  PrimitiveInput,
  PrimitiveScheme,
  PrivateMaterial,
} from '../contract.ts';
import { bytesToBigInt } from './big-integers.ts';
import { EC_CURVES } from './ec-curves.ts';
import { signEcdsa } from './ecdsa.ts';
import { deterministicNonces, randomNonces } from './nonces.ts';
import { assertScalar, publicPoint } from './points.ts';
import { SM2_CURVE } from './sm2-curve.ts';
import { signSm2Value, sm2PublicPoint } from './sm2-value.ts';
import { digestOf, type VerifyEngine } from './verify-digest.ts';

/** What signing in TypeScript needs from the engine around it. */
export interface SignEngine extends VerifyEngine {
  randomBytes(length: number): Uint8Array;
}

/** A private key that is a scalar. */
export type ScalarMaterial = Extract<PrivateMaterial, { readonly type: 'ec' | 'sm2' }>;

/** ECDSA or SM2 with a scalar, or undefined when key and scheme do not belong together. */
export function signWithScalar(
  engine: SignEngine,
  material: ScalarMaterial,
  scheme: PrimitiveScheme,
  input: PrimitiveInput,
  nonce: NonceSource,
): Uint8Array | undefined {
  const hash = hashFor(material, scheme);
  if (hash === undefined) return undefined;
  const parameters = material.type === 'sm2' ? SM2_CURVE : EC_CURVES[material.curve];
  const secret = bytesToBigInt(material.scalar);
  const digest = digestOf(engine, hash, input);
  const createHasher = (name: DigestName): Hasher => engine.createHasher(name);
  const nonces =
    nonce === 'random'
      ? randomNonces(parameters.n, (length) => engine.randomBytes(length))
      : deterministicNonces(parameters.n, secret, digest, createHasher, hash);
  const sign = material.type === 'sm2' ? signSm2Value : signEcdsa;
  return sign(parameters, secret, digest, nonces);
}

/** The public point of a scalar key, as 04 || X || Y; KEY_INVALID out of range. */
export function publicPointOf(material: ScalarMaterial): Uint8Array {
  return material.type === 'sm2'
    ? sm2PublicPoint(material.scalar)
    : publicPoint(EC_CURVES[material.curve], bytesToBigInt(material.scalar), 1n);
}

/** Length of 04 || X || Y under a scalar key whose range has been checked (KEY_INVALID). */
export function checkedPointLength(material: ScalarMaterial): number {
  const parameters = material.type === 'sm2' ? SM2_CURVE : EC_CURVES[material.curve];
  assertScalar(parameters, bytesToBigInt(material.scalar), material.type === 'sm2' ? 2n : 1n);
  return 1 + 2 * parameters.fieldBytes;
}

function hashFor(material: PrivateMaterial, scheme: PrimitiveScheme): DigestName | undefined {
  if (material.type === 'sm2') return scheme.type === 'sm2' ? 'sm3' : undefined;
  return scheme.type === 'ecdsa' ? scheme.hash : undefined;
}
