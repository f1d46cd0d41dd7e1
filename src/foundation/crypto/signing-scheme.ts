import { type SigningAlgorithm, YinxinError } from '../core/index.ts';
import type { DigestName } from '../platform/index.ts';
import { algorithmIdentifier } from './algorithm-identifier.ts';
import type { PublicKey } from './parsed-key.ts';
import { pssParameters } from './pss-parameters.ts';
import { DIGESTS, oidOfDigest } from './registry.ts';
import type { SignatureScheme } from './scheme.ts';

/** An algorithm that the library signs with, and how files name it. */
export interface SigningScheme {
  readonly scheme: SignatureScheme;
  /** The digest of the data (Ed25519: of the messageDigest attribute, RFC 8419). */
  readonly hash: DigestName;
  /** DER, as in certificates. */
  readonly signatureAlgorithmIdentifier: Uint8Array;
  /** DER; parameters absent (RFC 5754, 2; GB/T 35275 readers take both forms). */
  readonly digestAlgorithmIdentifier: Uint8Array;
}

const RSA_OID = {
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
};
const EC_OID = {
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
};

const known = /* @__PURE__ */ new Map<SigningAlgorithm, SigningScheme>();

/** What stands behind a {@link SigningAlgorithm}. */
export function signingSchemeOf(algorithm: SigningAlgorithm): SigningScheme {
  let scheme = known.get(algorithm);
  if (scheme === undefined) {
    scheme = describe(algorithm);
    known.set(algorithm, scheme);
  }
  return scheme;
}

function describe(algorithm: SigningAlgorithm): SigningScheme {
  switch (algorithm) {
    case 'SM2-SM3':
      return scheme(
        { name: algorithm, key: 'sm2', hash: 'sm3', primitive: { type: 'sm2' } },
        'sm3',
        '1.2.156.10197.1.501',
      );
    case 'Ed25519':
      return scheme(
        { name: algorithm, key: 'ed25519', primitive: { type: 'eddsa' } },
        'sha512',
        '1.3.101.112',
      );
    case 'ES256':
      return ecdsa(algorithm, 'sha256');
    case 'ES384':
      return ecdsa(algorithm, 'sha384');
    case 'ES512':
      return ecdsa(algorithm, 'sha512');
    case 'RS256':
      return rsa(algorithm, 'sha256');
    case 'RS384':
      return rsa(algorithm, 'sha384');
    case 'RS512':
      return rsa(algorithm, 'sha512');
    case 'PS256':
      return pss(algorithm, 'sha256');
    case 'PS384':
      return pss(algorithm, 'sha384');
    case 'PS512':
      return pss(algorithm, 'sha512');
    default:
      throw new YinxinError('ALGORITHM_UNSUPPORTED', 'this library does not sign with that algorithm', {
        details: { algorithm },
      });
  }
}

/** The algorithm that a key signs with when nobody chooses; undefined for keys that only verify. */
export function defaultAlgorithm(key: PublicKey): SigningAlgorithm | undefined {
  switch (key.kind) {
    case 'rsa':
      return key.pssOnly === undefined ? 'RS256' : 'PS256';
    case 'sm2':
      return 'SM2-SM3';
    case 'ed25519':
      return 'Ed25519';
    case 'ec':
      return EC_ALGORITHM.get(key.name);
    default:
      return undefined;
  }
}

/** True when a key can sign with an algorithm: each ES algorithm has its one curve (RFC 7518, 3.4). */
export function fitsKey(algorithm: SigningAlgorithm, key: PublicKey): boolean {
  if (key.kind === 'ec') return EC_ALGORITHM.get(key.name) === algorithm;
  return signingSchemeOf(algorithm).scheme.key === key.kind;
}

const EC_ALGORITHM: ReadonlyMap<string, SigningAlgorithm> = /* @__PURE__ */ new Map([
  ['P-256', 'ES256'],
  ['P-384', 'ES384'],
  ['P-521', 'ES512'],
]);

function ecdsa(name: SigningAlgorithm, hash: keyof typeof EC_OID): SigningScheme {
  return scheme({ name, key: 'ec', hash, primitive: { type: 'ecdsa', hash } }, hash, EC_OID[hash]);
}

function rsa(name: SigningAlgorithm, hash: keyof typeof RSA_OID): SigningScheme {
  return scheme(
    { name, key: 'rsa', hash, primitive: { type: 'rsa-pkcs1', hash } },
    hash,
    RSA_OID[hash],
    'null',
  );
}

/** The salt is as long as the digest (RFC 7518, 3.5). */
function pss(name: SigningAlgorithm, hash: DigestName): SigningScheme {
  const saltLength = DIGESTS[hash].bytes;
  const details = { hash, mgfHash: hash, saltLength };
  return scheme(
    { name, key: 'rsa', ...details, primitive: { type: 'rsa-pss', ...details } },
    hash,
    '1.2.840.113549.1.1.10',
    pssParameters(hash, saltLength),
  );
}

function scheme(
  signature: SignatureScheme,
  hash: DigestName,
  oid: string,
  parameters?: Uint8Array | 'null',
): SigningScheme {
  return {
    scheme: signature,
    hash,
    signatureAlgorithmIdentifier: algorithmIdentifier(oid, parameters),
    digestAlgorithmIdentifier: algorithmIdentifier(oidOfDigest(hash)),
  };
}
