import { type SigningAlgorithm, YinxinError } from '../../foundation/core/index.ts';

/** What is asked of a CryptoKey of any engine. */
export interface WebCryptoKey {
  readonly type: string;
  readonly usages: readonly string[];
  readonly algorithm: { readonly name: string };
}

/** What engines add to the algorithm of a key, by kind. */
interface KeyDetails {
  readonly namedCurve?: unknown;
  readonly hash?: { readonly name?: unknown };
}

const ECDSA: Readonly<Record<string, SigningAlgorithm>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
};
const PKCS1: Readonly<Record<string, SigningAlgorithm>> = {
  'SHA-256': 'RS256',
  'SHA-384': 'RS384',
  'SHA-512': 'RS512',
};
const PSS: Readonly<Record<string, SigningAlgorithm>> = {
  'SHA-256': 'PS256',
  'SHA-384': 'PS384',
  'SHA-512': 'PS512',
};

/** The algorithm of a private key for signing. KEY_INVALID for another key, ALGORITHM_UNSUPPORTED. */
export function webCryptoAlgorithm(key: WebCryptoKey): SigningAlgorithm {
  if (key.type !== 'private' || !key.usages.includes('sign'))
    throw new YinxinError('KEY_INVALID', 'give a private key of WebCrypto with the usage `sign`');
  const { name } = key.algorithm;
  const { namedCurve, hash } = key.algorithm as KeyDetails;
  const found = algorithmOf(name, String(namedCurve), String(hash?.name));
  if (found !== undefined) return found;
  throw new YinxinError(
    'ALGORITHM_UNSUPPORTED',
    'this library does not sign with that kind of WebCrypto key',
    {
      details: { name },
    },
  );
}

function algorithmOf(name: string, curve: string, hash: string): SigningAlgorithm | undefined {
  switch (name) {
    case 'ECDSA':
      return Object.hasOwn(ECDSA, curve) ? ECDSA[curve] : undefined;
    case 'RSASSA-PKCS1-v1_5':
      return Object.hasOwn(PKCS1, hash) ? PKCS1[hash] : undefined;
    case 'RSA-PSS':
      return Object.hasOwn(PSS, hash) ? PSS[hash] : undefined;
    case 'Ed25519':
      return 'Ed25519';
    default:
      return undefined;
  }
}
