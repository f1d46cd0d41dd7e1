import type { DigestName, EcCurve, MlDsaSet } from '../platform/index.ts';

/** What is known of one digest. */
interface DigestEntry {
  readonly oid: string;
  readonly bytes: number;
  /** As it stands in names of schemes. */
  readonly label: string;
}

/** Every object identifier of this library's algorithms stands in this file and nowhere else. */
export const DIGESTS: Readonly<Record<DigestName, DigestEntry>> = {
  sha1: { oid: '1.3.14.3.2.26', bytes: 20, label: 'SHA1' },
  sha224: { oid: '2.16.840.1.101.3.4.2.4', bytes: 28, label: 'SHA224' },
  sha256: { oid: '2.16.840.1.101.3.4.2.1', bytes: 32, label: 'SHA256' },
  sha384: { oid: '2.16.840.1.101.3.4.2.2', bytes: 48, label: 'SHA384' },
  sha512: { oid: '2.16.840.1.101.3.4.2.3', bytes: 64, label: 'SHA512' },
  'sha512-256': { oid: '2.16.840.1.101.3.4.2.6', bytes: 32, label: 'SHA512-256' },
  'sha3-224': { oid: '2.16.840.1.101.3.4.2.7', bytes: 28, label: 'SHA3-224' },
  'sha3-256': { oid: '2.16.840.1.101.3.4.2.8', bytes: 32, label: 'SHA3-256' },
  'sha3-384': { oid: '2.16.840.1.101.3.4.2.9', bytes: 48, label: 'SHA3-384' },
  'sha3-512': { oid: '2.16.840.1.101.3.4.2.10', bytes: 64, label: 'SHA3-512' },
  // id-shake256 has 64 bytes by RFC 8702, 3.
  'shake256-64': { oid: '2.16.840.1.101.3.4.2.12', bytes: 64, label: 'SHAKE256' },
  md5: { oid: '1.2.840.113549.2.5', bytes: 16, label: 'MD5' },
  sm3: { oid: '1.2.156.10197.1.401', bytes: 32, label: 'SM3' },
};

/** SHAKE256 whose parameters give the length of the output (RFC 8419, 3.1): see `digestOfIdentifier`. */
export const SHAKE256_LEN_OID = '2.16.840.1.101.3.4.2.18';

const DIGEST_OF_OID: ReadonlyMap<string, DigestName> = /* @__PURE__ */ new Map([
  ...(Object.keys(DIGESTS) as DigestName[]).map((name) => [DIGESTS[name].oid, name] as const),
  // SM3 without key (GM/T 0006-2012).
  ['1.2.156.10197.1.401.1', 'sm3' as const] as const,
]);

/** Public key algorithms. */
export const KEY_OID = {
  rsa: '1.2.840.113549.1.1.1',
  rsaPss: '1.2.840.113549.1.1.10',
  ec: '1.2.840.10045.2.1',
  dsa: '1.2.840.10040.4.1',
  ed25519: '1.3.101.112',
  ed448: '1.3.101.113',
  mlDsa44: '2.16.840.1.101.3.4.3.17',
  mlDsa65: '2.16.840.1.101.3.4.3.18',
  mlDsa87: '2.16.840.1.101.3.4.3.19',
  /** The curve; GM/T 0015-2023 lets it stand as the algorithm too. */
  sm2: '1.2.156.10197.1.301',
} as const;

/** The mask generation function of RSASSA-PSS (RFC 8017, A.2.1). */
export const MGF1_OID = '1.2.840.113549.1.1.8';

/** Named curves. */
export const CURVE_OID: Readonly<Record<EcCurve, string>> = {
  'P-256': '1.2.840.10045.3.1.7',
  'P-384': '1.3.132.0.34',
  'P-521': '1.3.132.0.35',
  brainpoolP256r1: '1.3.36.3.3.2.8.1.1.7',
  brainpoolP384r1: '1.3.36.3.3.2.8.1.1.11',
  brainpoolP512r1: '1.3.36.3.3.2.8.1.1.13',
};

/** How a signature algorithm identifier is read. `hash` absent: named elsewhere (CMS digestAlgorithm). */
export interface SignatureEntry {
  readonly type: 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa' | 'dsa' | 'ed25519' | 'ed448' | MlDsaSet | 'sm2';
  readonly hash?: DigestName;
}

const entry = (type: SignatureEntry['type'], hash?: DigestName): SignatureEntry =>
  hash === undefined ? { type } : { type, hash };

/**
 * id-ecSigType: the arc under which the ECDSA algorithms stand, and none of them (ANSI X9.62). Some writers of CMS put
 * it there, with the digest beside it; certificates have none beside it, so there it stays unsupported.
 */
export const ECDSA_ARC_OID = '1.2.840.10045.4';

const NIST_SIG = '2.16.840.1.101.3.4.3';

const SIGNATURE_OF_OID: ReadonlyMap<string, SignatureEntry> = /* @__PURE__ */ new Map([
  [KEY_OID.rsa, entry('rsa-pkcs1')],
  ['1.2.840.113549.1.1.4', entry('rsa-pkcs1', 'md5')],
  ['1.2.840.113549.1.1.5', entry('rsa-pkcs1', 'sha1')],
  ['1.3.14.3.2.29', entry('rsa-pkcs1', 'sha1')],
  ['1.2.840.113549.1.1.14', entry('rsa-pkcs1', 'sha224')],
  ['1.2.840.113549.1.1.11', entry('rsa-pkcs1', 'sha256')],
  ['1.2.840.113549.1.1.12', entry('rsa-pkcs1', 'sha384')],
  ['1.2.840.113549.1.1.13', entry('rsa-pkcs1', 'sha512')],
  ['1.2.840.113549.1.1.16', entry('rsa-pkcs1', 'sha512-256')],
  [`${NIST_SIG}.13`, entry('rsa-pkcs1', 'sha3-224')],
  [`${NIST_SIG}.14`, entry('rsa-pkcs1', 'sha3-256')],
  [`${NIST_SIG}.15`, entry('rsa-pkcs1', 'sha3-384')],
  [`${NIST_SIG}.16`, entry('rsa-pkcs1', 'sha3-512')],
  ['1.2.156.10197.1.504', entry('rsa-pkcs1', 'sm3')],
  [KEY_OID.rsaPss, entry('rsa-pss')],
  [KEY_OID.ec, entry('ecdsa')],
  [ECDSA_ARC_OID, entry('ecdsa')],
  ['1.2.840.10045.4.1', entry('ecdsa', 'sha1')],
  ['1.2.840.10045.4.3.1', entry('ecdsa', 'sha224')],
  ['1.2.840.10045.4.3.2', entry('ecdsa', 'sha256')],
  ['1.2.840.10045.4.3.3', entry('ecdsa', 'sha384')],
  ['1.2.840.10045.4.3.4', entry('ecdsa', 'sha512')],
  [`${NIST_SIG}.9`, entry('ecdsa', 'sha3-224')],
  [`${NIST_SIG}.10`, entry('ecdsa', 'sha3-256')],
  [`${NIST_SIG}.11`, entry('ecdsa', 'sha3-384')],
  [`${NIST_SIG}.12`, entry('ecdsa', 'sha3-512')],
  [KEY_OID.dsa, entry('dsa')],
  ['1.2.840.10040.4.3', entry('dsa', 'sha1')],
  [`${NIST_SIG}.1`, entry('dsa', 'sha224')],
  [`${NIST_SIG}.2`, entry('dsa', 'sha256')],
  [`${NIST_SIG}.3`, entry('dsa', 'sha384')],
  [`${NIST_SIG}.4`, entry('dsa', 'sha512')],
  [KEY_OID.ed25519, entry('ed25519')],
  [KEY_OID.ed448, entry('ed448')],
  // Pure ML-DSA (RFC 9881, 3); HashML-DSA has no place in certificates and CMS (RFC 9882, 3.3).
  [KEY_OID.mlDsa44, entry('ml-dsa-44')],
  [KEY_OID.mlDsa65, entry('ml-dsa-65')],
  [KEY_OID.mlDsa87, entry('ml-dsa-87')],
  // SM2 with SM3; then the signing use of SM2 keys and the curve itself, as CMS writers of GB/T 35275 put them.
  ['1.2.156.10197.1.501', entry('sm2', 'sm3')],
  ['1.2.156.10197.1.301.1', entry('sm2', 'sm3')],
  [KEY_OID.sm2, entry('sm2', 'sm3')],
]);

/** The digest of an object identifier. */
export function digestNameOfOid(oid: string): DigestName | undefined {
  return DIGEST_OF_OID.get(oid);
}

/** The object identifier of a digest. */
export function oidOfDigest(name: DigestName): string {
  return DIGESTS[name].oid;
}

/** How the signature algorithm of an object identifier works. */
export function signatureOfOid(oid: string): SignatureEntry | undefined {
  return SIGNATURE_OF_OID.get(oid);
}

/** The curve of an object identifier. SM2 is not among them: it has no ECDSA. */
export function curveOfOid(oid: string): EcCurve | undefined {
  return (Object.keys(CURVE_OID) as EcCurve[]).find((name) => CURVE_OID[name] === oid);
}
