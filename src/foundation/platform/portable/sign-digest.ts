import type {
  DigestName,
  Hasher,
  NonceSource,
  PrimitiveInput,
  PrimitiveScheme,
  PrivateMaterial,
} from '../contract.ts';
import { bytesToBigInt } from './big-integers.ts';
import { EC_CURVES, SM2_CURVE } from './curve-parameters.ts';
import { signEcdsa } from './ecdsa.ts';
import { deterministicNonces, randomNonces } from './nonces.ts';
import { signSm2Value } from './sm2-value.ts';
import { digestOf, type VerifyEngine } from './verify-digest.ts';

/** What signing in TypeScript needs from the engine around it. */
export interface SignEngine extends VerifyEngine {
  randomBytes(length: number): Uint8Array;
}

/** ECDSA or SM2 with a scalar, or undefined when key and scheme do not belong together. */
export function signWithScalar(
  engine: SignEngine,
  material: Extract<PrivateMaterial, { readonly type: 'ec' | 'sm2' }>,
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

function hashFor(material: PrivateMaterial, scheme: PrimitiveScheme): DigestName | undefined {
  if (material.type === 'sm2') return scheme.type === 'sm2' ? 'sm3' : undefined;
  return scheme.type === 'ecdsa' ? scheme.hash : undefined;
}
