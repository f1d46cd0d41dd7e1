import { platform } from '#platform';
import { type SigningAlgorithm, YinxinError } from '../core/index.ts';
import type { NonceSource, PrimitiveSigner } from '../platform/index.ts';
import { digestLength } from './digest.ts';
import { ecSpki } from './ec-key.ts';
import { edwardsSpki } from './edwards-key.ts';
import type { PublicKey } from './parsed-key.ts';
import {
  assertClaimedPoint,
  curveOidOf,
  type PrivateKeyContent,
  readPrivateKeyInfo,
} from './private-key-info.ts';
import { parsePublicKey } from './public-key.ts';
import { rawToDerSignature } from './signature-value.ts';
import { defaultAlgorithm, fitsKey, type SigningScheme, signingSchemeOf } from './signing-scheme.ts';
import { sm2ZValue } from './sm2-identity.ts';

/** A private key in memory, opaque: the bytes cannot be read back. */
export interface PrivateKey {
  readonly kind: PublicKey['kind'];
  readonly key: PublicKey;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly algorithmDefault: SigningAlgorithm;
  /** Signs data (chunks in order). EC and SM2 values come as DER; SM2 puts Z of identifier 1234567812345678 first. */
  sign(algorithm: SigningAlgorithm, data: Uint8Array | readonly Uint8Array[]): Promise<Uint8Array>;
  /** True when {@link signDigest} works for the algorithm in this engine. */
  signsDigest(algorithm: SigningAlgorithm): boolean;
  /** Signs a digest (SM2: e). ALGORITHM_UNSUPPORTED for Ed25519, and for RSA in browsers. */
  signDigest(algorithm: SigningAlgorithm, digest: Uint8Array): Promise<Uint8Array>;
}

/** Options of {@link importPrivateKey}. */
export interface ImportOptions {
  /** `rfc6979` makes EC and SM2 values of test keys repeatable. */
  readonly nonce?: NonceSource;
}

/**
 * Opens an unencrypted PKCS#8 private key: RSA of 1024 bits and more, P-256/384/521, SM2, Ed25519.
 * KEY_INVALID when its parts contradict each other, ALGORITHM_UNSUPPORTED for other keys.
 */
export async function importPrivateKey(pkcs8: Uint8Array, options: ImportOptions = {}): Promise<PrivateKey> {
  const content = readPrivateKeyInfo(pkcs8);
  const signer = await platform.openPrivateKey(content.material, options.nonce);
  const publicKey = publicKeyOf(content, signer);
  const key = parsePublicKey(publicKey);
  const algorithmDefault = defaultAlgorithm(key);
  if (algorithmDefault === undefined) {
    throw new YinxinError('ALGORITHM_UNSUPPORTED', `this library does not sign with ${key.name} keys`);
  }
  // Z is the same for every message under one key.
  const z = key.primitive?.type === 'sm2' ? [sm2ZValue(key.primitive.point)] : [];
  return {
    kind: key.kind,
    key,
    publicKey,
    algorithmDefault,
    async sign(algorithm, data) {
      const chunks = data instanceof Uint8Array ? [data] : data;
      const { scheme } = schemeFor(algorithm, key);
      return transport(key, await signer.sign(scheme.primitive, { message: [...z, ...chunks] }));
    },
    signsDigest: (algorithm) => signer.signsDigest(signingSchemeOf(algorithm).scheme.primitive),
    async signDigest(algorithm, digest) {
      const { scheme, hash } = schemeFor(algorithm, key);
      if (digest.length !== digestLength(hash)) {
        throw new YinxinError(
          'ARGUMENT_INVALID',
          `${algorithm} signs a digest of ${digestLength(hash)} bytes`,
        );
      }
      return transport(key, await signer.sign(scheme.primitive, { digest }));
    },
  };
}

function publicKeyOf(
  { material, spki, claimedPoint }: PrivateKeyContent,
  signer: PrimitiveSigner,
): Uint8Array {
  if (material.type === 'rsa') return spki!;
  const point = signer.publicPoint!;
  assertClaimedPoint(claimedPoint, point);
  return material.type === 'ed25519' ? edwardsSpki('ed25519', point) : ecSpki(curveOidOf(material), point);
}

function schemeFor(algorithm: SigningAlgorithm, key: PublicKey): SigningScheme {
  if (!fitsKey(algorithm, key)) {
    throw new YinxinError('ALGORITHM_UNSUPPORTED', `a ${key.name} key does not sign with ${algorithm}`, {
      details: { key: key.name, algorithm },
    });
  }
  return signingSchemeOf(algorithm);
}

function transport(key: PublicKey, value: Uint8Array): Uint8Array {
  return key.kind === 'ec' || key.kind === 'sm2' ? rawToDerSignature(value) : value;
}
