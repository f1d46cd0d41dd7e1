import { isYinxinError } from '../core/index.ts';
import type { DigestName, MlDsaSet, PrimitiveScheme } from '../platform/index.ts';
import { type AlgorithmIdentifier, isNullOrAbsent } from './algorithm-identifier.ts';
import type { PublicKey } from './parsed-key.ts';
import { type PssParameters, parsePssParameters } from './pss-parameters.ts';
import { DIGESTS, type SignatureEntry, signatureOfOid } from './registry.ts';

/** A signature algorithm with everything that fixes the computation. */
export interface SignatureScheme {
  /** `SM2-SM3`, `ES256`, `RS256`, `PS256`, `Ed25519`, `DSA-SHA1`, `RS1`, `ECDSA-SHA1` … */
  readonly name: string;
  readonly key: PublicKey['kind'];
  /** The digest of the data; EdDSA and ML-DSA hash inside. */
  readonly hash?: DigestName;
  readonly saltLength?: number;
  readonly mgfHash?: DigestName;
  /** MD5, SHA-1, DSA or RSA below 2048 bits: admitted only by a policy that says so. */
  readonly legacy?: boolean;
  readonly primitive: PrimitiveScheme;
}

/** Why no scheme is known, by name. */
export interface UnsupportedScheme {
  readonly unsupported: string;
}

/** Options of {@link schemeOf}. */
export interface SchemeOptions {
  /**
   * Computes RSA PKCS#1 v1.5 with MD5 too, for readers of old files whose report tells a changed file from one whose
   * algorithm has ended. Every policy refuses it afterwards (RFC 6151); certificates and lists never ask for it.
   */
  readonly md5?: boolean;
}

/** The JOSE number of a digest, where JOSE has one. */
const NUMBER: Partial<Record<DigestName, string>> = {
  sha1: '1',
  sha224: '224',
  sha256: '256',
  sha384: '384',
  sha512: '512',
};

const JOSE_CURVE: Readonly<Record<string, string>> = {
  'P-256/sha256': 'ES256',
  'P-384/sha384': 'ES384',
  'P-521/sha512': 'ES512',
};

/**
 * The scheme of a signature algorithm identifier under a key. `digestHint` is the digest named beside it (CMS
 * digestAlgorithm) for identifiers that name none; where both name one they must agree.
 * Never throws: what cannot be computed is named in `unsupported`.
 */
export function schemeOf(
  algorithm: AlgorithmIdentifier,
  key: PublicKey,
  digestHint?: DigestName,
  options: SchemeOptions = {},
): SignatureScheme | UnsupportedScheme {
  const entry = signatureOfOid(algorithm.oid);
  if (entry === undefined) return { unsupported: algorithm.oid };
  if (key.kind === 'unsupported') return { unsupported: `key ${key.name}` };
  if (keyKindOf(entry) !== key.kind) return { unsupported: `${entry.type} under a key ${key.name}` };
  if (entry.type === 'rsa-pss') return pssScheme(algorithm.parameters, key, digestHint);
  if (key.pssOnly !== undefined) return { unsupported: `${entry.type} under an RSASSA-PSS key` };
  if (!parametersFit(entry, algorithm)) return { unsupported: `${algorithm.oid} with parameters` };
  if (isWholeMessage(entry.type)) return wholeMessageScheme(entry.type);
  const hash = entry.hash ?? digestHint;
  if (hash === undefined) return { unsupported: `${algorithm.oid} without a digest` };
  // A digest beside it that contradicts the identifier would leave open what was hashed.
  if (digestHint !== undefined && hash !== digestHint)
    return { unsupported: `${algorithm.oid} with ${digestHint}` };
  if (entry.type === 'sm2') return { name: 'SM2-SM3', key: 'sm2', hash: 'sm3', primitive: { type: 'sm2' } };
  if (hash === 'shake256-64') return { unsupported: `${entry.type} with ${hash}` };
  if (hash === 'md5' && (entry.type !== 'rsa-pkcs1' || options.md5 !== true))
    return { unsupported: `${entry.type} with ${hash}` };
  return hashedScheme(entry.type, hash, key);
}

function keyKindOf(entry: SignatureEntry): PublicKey['kind'] {
  switch (entry.type) {
    case 'rsa-pkcs1':
    case 'rsa-pss':
      return 'rsa';
    case 'ecdsa':
      return 'ec';
    default:
      return entry.type;
  }
}

/** NULL or absent everywhere but EdDSA and ML-DSA (absent: RFC 8410, 9881); bare key identifiers may repeat the key's parameters. */
function parametersFit(entry: SignatureEntry, { oid, parameters }: AlgorithmIdentifier): boolean {
  if (isWholeMessage(entry.type)) return parameters === undefined;
  const bareKey = signatureOfOid(oid)?.hash === undefined && entry.type !== 'rsa-pkcs1';
  return bareKey || isNullOrAbsent(parameters);
}

/** Schemes that hash inside, over the message itself: nothing beside them names a digest. */
type WholeMessage = 'ed25519' | 'ed448' | MlDsaSet;

function isWholeMessage(type: SignatureEntry['type']): type is WholeMessage {
  return type === 'ed25519' || type === 'ed448' || type.startsWith('ml-dsa-');
}

function wholeMessageScheme(type: WholeMessage): SignatureScheme {
  if (type === 'ed25519') return { name: 'Ed25519', key: type, primitive: { type: 'eddsa' } };
  if (type === 'ed448') return { name: 'Ed448', key: type, primitive: { type: 'eddsa' } };
  return { name: type.toUpperCase(), key: type, primitive: { type: 'ml-dsa' } };
}

function hashedScheme(
  type: 'rsa-pkcs1' | 'ecdsa' | 'dsa',
  hash: Exclude<DigestName, 'shake256-64'>,
  key: PublicKey,
): SignatureScheme {
  const { label } = DIGESTS[hash];
  const primitive: PrimitiveScheme = { type, hash };
  const legacy = isLegacy(key, hash) ? { legacy: true } : {};
  if (type === 'rsa-pkcs1')
    return { name: `RS${NUMBER[hash] ?? `-${label}`}`, key: 'rsa', hash, ...legacy, primitive };
  if (type === 'dsa') return { name: `DSA-${label}`, key: 'dsa', hash, legacy: true, primitive };
  return {
    name: JOSE_CURVE[`${key.curve}/${hash}`] ?? `ECDSA-${label}`,
    key: 'ec',
    hash,
    ...legacy,
    primitive,
  };
}

function pssScheme(
  parameters: Uint8Array | undefined,
  key: PublicKey,
  digestHint: DigestName | undefined,
): SignatureScheme | UnsupportedScheme {
  const pss = readPss(parameters);
  if (pss === undefined) return { unsupported: 'RSASSA-PSS with unknown parameters' };
  const { hash, mgfHash, saltLength } = pss;
  // RFC 4056, 3: both name the same digest.
  if (digestHint !== undefined && digestHint !== hash)
    return { unsupported: `RSASSA-PSS with ${digestHint}` };
  const limit = key.pssOnly;
  const within =
    limit === undefined ||
    limit === 'any' ||
    (limit.hash === hash && limit.mgfHash === mgfHash && saltLength >= limit.saltLength);
  if (!within) return { unsupported: 'RSASSA-PSS outside the parameters of its key' };
  const mask = mgfHash === hash ? '' : `-MGF-${DIGESTS[mgfHash].label}`;
  return {
    name: `PS${NUMBER[hash] ?? `-${DIGESTS[hash].label}`}${mask}`,
    key: 'rsa',
    hash,
    saltLength,
    mgfHash,
    ...(isLegacy(key, hash) ? { legacy: true } : {}),
    primitive: { type: 'rsa-pss', hash, mgfHash, saltLength },
  };
}

function readPss(parameters: Uint8Array | undefined): PssParameters | undefined {
  if (parameters === undefined) return undefined;
  try {
    const pss = parsePssParameters(parameters);
    const weak = pss?.hash === 'md5' || pss?.mgfHash === 'md5' || pss?.hash === 'shake256-64';
    return weak || pss?.mgfHash === 'shake256-64' ? undefined : pss;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

function isLegacy(key: PublicKey, hash: DigestName): boolean {
  return hash === 'sha1' || hash === 'md5' || (key.kind === 'rsa' && key.bits < 2048);
}
