import {
  constants,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as nodeSign,
  privateEncrypt,
} from 'node:crypto';
import { YinxinError } from '../../core/index.ts';
import type {
  NonceSource,
  PrimitiveInput,
  PrimitiveScheme,
  PrimitiveSigner,
  PrivateMaterial,
} from '../contract.ts';
import {
  checkedPointLength,
  digestInfo,
  pssBlock,
  publicPointOf,
  type SignEngine,
  signWithScalar,
} from '../portable/index.ts';
import { createHasher, nodeDigestName, plain } from './digests.ts';
import { randomBytes } from './random.ts';
import { signSm2Native, sm2NativeWorks } from './sm2.ts';

const engine: SignEngine = { createHasher, randomBytes, rsaPublic: () => undefined };

type Rsa = PrivateMaterial & { readonly type: 'rsa' };
type RsaScheme = PrimitiveScheme & { readonly type: 'rsa-pkcs1' | 'rsa-pss' };

/** Opens a private key in OpenSSL; digests of EC and SM2, and repeatable nonces, go through TypeScript. */
export async function openPrivateKey(
  material: PrivateMaterial,
  nonce: NonceSource = 'random',
): Promise<PrimitiveSigner> {
  // Opened at first need: an SM2 key may never need OpenSSL, and BoringSSL cannot open it.
  let opened: KeyObject | undefined;
  const key = (): KeyObject => {
    opened ??= open(material.pkcs8);
    return opened;
  };
  const publicPoint = pointOf(material, key);
  return {
    ...(publicPoint === undefined ? {} : { publicPoint }),
    signsDigest: (scheme) => scheme.type !== 'eddsa',
    async sign(scheme, input) {
      const value = await produce(material, key, scheme, input, nonce);
      if (value === undefined) throw unsupported(scheme);
      return value;
    },
  };
}

/**
 * The public point by OpenSSL, which needs no table first (some 50 ms in TypeScript).
 * RSA is opened here too, so that a bad key fails early.
 */
function pointOf(material: PrivateMaterial, key: () => KeyObject): Uint8Array | undefined {
  if (material.type === 'sm2' && !sm2NativeWorks()) return publicPointOf(material);
  const scalar = material.type === 'sm2' || material.type === 'ec';
  const length = scalar ? checkedPointLength(material) : 32;
  const opened = key();
  if (material.type === 'rsa') return undefined;
  return plain(createPublicKey(opened).export({ format: 'der', type: 'spki' })).slice(-length);
}

async function produce(
  material: PrivateMaterial,
  key: () => KeyObject,
  scheme: PrimitiveScheme,
  input: PrimitiveInput,
  nonce: NonceSource,
): Promise<Uint8Array | undefined> {
  if (material.type === 'rsa') {
    if (scheme.type !== 'rsa-pkcs1' && scheme.type !== 'rsa-pss') return undefined;
    return 'digest' in input
      ? signRsaDigest(material, key(), scheme, input.digest)
      : signRsaMessage(material, key(), scheme, input.message);
  }
  if (material.type === 'ed25519') {
    if (scheme.type !== 'eddsa' || 'digest' in input) return undefined;
    return plain(nodeSign(null, Buffer.concat(input.message), key()));
  }
  if ('message' in input && nonce === 'random') {
    if (scheme.type === 'sm2' && material.type === 'sm2' && sm2NativeWorks()) {
      return signSm2Native(key(), input.message);
    }
    if (scheme.type === 'ecdsa' && material.type === 'ec') {
      const options = { key: key(), dsaEncoding: 'ieee-p1363' } as const;
      return plain(nodeSign(nodeDigestName(scheme.hash), Buffer.concat(input.message), options));
    }
  }
  return signWithScalar(engine, material, scheme, input, nonce);
}

/** At once: handing 0.3 ms of work (2048 bits) to a thread of the pool and back costs half as much again in CPU time. */
function signRsaMessage(
  material: Rsa,
  key: KeyObject,
  scheme: RsaScheme,
  message: readonly Uint8Array[],
): Uint8Array | undefined {
  if (scheme.type === 'rsa-pss' && scheme.mgfHash !== scheme.hash) {
    const hasher = createHasher(scheme.hash);
    for (const chunk of message) hasher.update(chunk);
    return signRsaDigest(material, key, scheme, hasher.digest());
  }
  const options =
    scheme.type === 'rsa-pss'
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength }
      : { key, padding: constants.RSA_PKCS1_PADDING };
  try {
    return plain(nodeSign(nodeDigestName(scheme.hash), Buffer.concat(message), options));
  } catch (error) {
    throw new YinxinError('KEY_INVALID', 'the RSA key cannot sign this way', { cause: error });
  }
}

function signRsaDigest(
  material: Rsa,
  key: KeyObject,
  scheme: RsaScheme,
  digest: Uint8Array,
): Uint8Array | undefined {
  if (scheme.type === 'rsa-pkcs1') {
    const info = digestInfo(scheme.hash, digest);
    return info && plain(privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info));
  }
  const modulusBits = key.asymmetricKeyDetails?.modulusLength ?? 8 * material.modulusBytes;
  const salt = randomBytes(scheme.saltLength);
  const block = pssBlock(createHasher, digest, salt, { ...scheme, modulusBits });
  return block && plain(privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, block));
}

function open(pkcs8: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: pkcs8 as Buffer, format: 'der', type: 'pkcs8' });
  } catch (cause) {
    // OpenSSL's text never holds key material.
    throw new YinxinError('KEY_INVALID', 'the private key was refused', { cause });
  }
}

function unsupported(scheme: PrimitiveScheme): YinxinError {
  return new YinxinError('ALGORITHM_UNSUPPORTED', 'this key cannot sign this way', {
    details: { scheme: scheme.type },
  });
}
