import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, YinxinError } from '../../core/index.ts';
import type {
  DigestName,
  NonceSource,
  PrimitiveInput,
  PrimitiveScheme,
  PrimitiveSigner,
  PrivateMaterial,
} from '../contract.ts';
import { portableRsa, publicPointOf, type SignEngine, signWithScalar } from '../portable/index.ts';
import { createHasher } from './digests.ts';
import { randomBytes } from './random.ts';

const engine: SignEngine = { createHasher, randomBytes, rsaPublic: portableRsa };

/** Opens a private key: EC, SM2 and Ed25519 in TypeScript, RSA in WebCrypto. */
export async function openPrivateKey(
  material: PrivateMaterial,
  nonce: NonceSource = 'random',
): Promise<PrimitiveSigner> {
  if (material.type === 'rsa') return rsaSigner(material.pkcs8);
  return {
    publicPoint: material.type === 'ed25519' ? ed25519.getPublicKey(material.seed) : publicPointOf(material),
    signsDigest: (scheme) => scheme.type === 'ecdsa' || scheme.type === 'sm2',
    async sign(scheme, input) {
      const value =
        material.type === 'ed25519'
          ? signEd25519(material.seed, scheme, input)
          : signWithScalar(engine, material, scheme, input, nonce);
      if (value === undefined) throw unsupported(scheme);
      return value;
    },
  };
}

function signEd25519(
  seed: Uint8Array,
  scheme: PrimitiveScheme,
  input: PrimitiveInput,
): Uint8Array | undefined {
  if (scheme.type !== 'eddsa' || 'digest' in input) return undefined;
  return ed25519.sign(concatBytes(...input.message), seed);
}

const WEB_HASH: Partial<Record<DigestName, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

async function rsaSigner(pkcs8: Uint8Array): Promise<PrimitiveSigner> {
  const keys = new Map<string, Promise<CryptoKey>>();
  const keyFor = (name: string, hash: string): Promise<CryptoKey> => {
    const id = `${name}/${hash}`;
    const known = keys.get(id);
    if (known !== undefined) return known;
    const opened = importRsa(pkcs8, name, hash);
    keys.set(id, opened);
    return opened;
  };
  await keyFor('RSASSA-PKCS1-v1_5', 'SHA-256');
  return {
    // WebCrypto hashes by itself.
    signsDigest: () => false,
    async sign(scheme, input) {
      if ((scheme.type !== 'rsa-pkcs1' && scheme.type !== 'rsa-pss') || 'digest' in input) {
        throw unsupported(scheme);
      }
      const hash = WEB_HASH[scheme.hash];
      const sameMgf = scheme.type === 'rsa-pkcs1' || scheme.mgfHash === scheme.hash;
      if (hash === undefined || !sameMgf) throw unsupported(scheme);
      const name = scheme.type === 'rsa-pkcs1' ? 'RSASSA-PKCS1-v1_5' : 'RSA-PSS';
      const parameters = scheme.type === 'rsa-pss' ? { name, saltLength: scheme.saltLength } : { name };
      const data = concatBytes(...input.message) as Uint8Array<ArrayBuffer>;
      return new Uint8Array(await globalThis.crypto.subtle.sign(parameters, await keyFor(name, hash), data));
    },
  };
}

async function importRsa(pkcs8: Uint8Array, name: string, hash: string): Promise<CryptoKey> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    throw new YinxinError(
      'PLATFORM_UNSUPPORTED',
      'RSA signing needs WebCrypto: use a secure context (https)',
    );
  }
  try {
    return await subtle.importKey('pkcs8', pkcs8 as Uint8Array<ArrayBuffer>, { name, hash }, false, ['sign']);
  } catch (cause) {
    throw new YinxinError('KEY_INVALID', 'the RSA private key was refused', { cause });
  }
}

function unsupported(scheme: PrimitiveScheme): YinxinError {
  return new YinxinError('ALGORITHM_UNSUPPORTED', 'this key cannot sign this way in this engine', {
    details: { scheme: scheme.type },
  });
}
