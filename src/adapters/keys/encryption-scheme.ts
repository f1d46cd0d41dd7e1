import {
  asOctetString,
  asSmallInteger,
  type Der,
  type DerReader,
  readDer,
  readSequence,
  TAG,
} from '../../foundation/asn1/index.ts';
import { concatBytes, YinxinError } from '../../foundation/core/index.ts';
import {
  type AlgorithmIdentifier,
  type DigestName,
  parseAlgorithmIdentifier,
} from '../../foundation/crypto/index.ts';
import { type CbcCipher, decryptCbc, pbkdf2 } from './engine.ts';
import type { IterationBudget } from './iteration-budget.ts';
import type { Password } from './password.ts';
import { derivePkcs12, KDF_PURPOSE } from './pkcs12-kdf.ts';
import { decryptRc2 } from './rc2.ts';

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';

/** Pseudo-random functions of PBKDF2 (RFC 8018, B.1.2; SM3 by GM/T 0091 and as OpenSSL names it). */
const PRF: ReadonlyMap<string, DigestName> = /* @__PURE__ */ new Map<string, DigestName>([
  ['1.2.840.113549.2.7', 'sha1'],
  ['1.2.840.113549.2.8', 'sha224'],
  ['1.2.840.113549.2.9', 'sha256'],
  ['1.2.840.113549.2.10', 'sha384'],
  ['1.2.840.113549.2.11', 'sha512'],
  ['1.2.156.10197.1.401.2', 'sm3'],
  ['1.2.156.10197.1.401.3.1', 'sm3'],
]);

const CIPHER: ReadonlyMap<string, { readonly cipher: CbcCipher; readonly keyBytes: number }> =
  /* @__PURE__ */ new Map([
    ['2.16.840.1.101.3.4.1.2', { cipher: 'aes-128-cbc', keyBytes: 16 }],
    ['2.16.840.1.101.3.4.1.22', { cipher: 'aes-192-cbc', keyBytes: 24 }],
    ['2.16.840.1.101.3.4.1.42', { cipher: 'aes-256-cbc', keyBytes: 32 }],
    ['1.2.840.113549.3.7', { cipher: 'des-ede3-cbc', keyBytes: 24 }],
    ['1.2.156.10197.1.104.2', { cipher: 'sm4-cbc', keyBytes: 16 }],
  ] as const);

/** Schemes of old PKCS#12 files (RFC 7292, C), all with SHA-1. RC4 is not read. */
const OLD_SCHEME: ReadonlyMap<string, { readonly cipher: '3des' | 'rc2'; readonly keyBytes: number }> =
  /* @__PURE__ */ new Map([
    ['1.2.840.113549.1.12.1.3', { cipher: '3des', keyBytes: 24 }],
    ['1.2.840.113549.1.12.1.4', { cipher: '3des', keyBytes: 16 }],
    ['1.2.840.113549.1.12.1.5', { cipher: 'rc2', keyBytes: 16 }],
    ['1.2.840.113549.1.12.1.6', { cipher: 'rc2', keyBytes: 5 }],
  ] as const);

/**
 * Decrypts by an encryption algorithm of PKCS#5 or PKCS#12. PASSWORD_WRONG where the padding does not come out,
 * ALGORITHM_UNSUPPORTED with the object identifier for other schemes.
 */
export async function decryptWithPassword(
  algorithm: Der,
  data: Uint8Array,
  password: Password,
  budget: IterationBudget,
): Promise<Uint8Array> {
  const { oid, parameters } = parseAlgorithmIdentifier(algorithm);
  const old = OLD_SCHEME.get(oid);
  if (oid !== PBES2 && old === undefined) throw unsupported('encryption', oid);
  if (parameters === undefined) throw new YinxinError('DER_INVALID', 'the encryption has no parameters');
  const plain =
    old === undefined
      ? await decryptPbes2(parameters, data, password, budget)
      : decryptOld(old, parameters, data, password, budget);
  if (plain === undefined) throw wrongPassword();
  return plain;
}

/** PASSWORD_WRONG. */
export function wrongPassword(): YinxinError {
  return new YinxinError(
    'PASSWORD_WRONG',
    'the password does not open the key file (or the file is damaged)',
  );
}

/** ALGORITHM_UNSUPPORTED for a scheme of a key file. */
export function unsupported(what: string, oid: string): YinxinError {
  return new YinxinError(
    'ALGORITHM_UNSUPPORTED',
    `the ${what} of the key file is not supported: write it again with AES-256-CBC and PBKDF2`,
    { details: { oid } },
  );
}

/** PBES2-params (RFC 8018, A.4). */
async function decryptPbes2(
  parameters: Uint8Array,
  data: Uint8Array,
  password: Password,
  budget: IterationBudget,
): Promise<Uint8Array | undefined> {
  const reader = readSequence(parameters, 'PBES2-params');
  const derivation = parseAlgorithmIdentifier(reader.next('keyDerivationFunc'));
  const encryption = parseAlgorithmIdentifier(reader.next('encryptionScheme'));
  reader.end();
  if (derivation.oid !== PBKDF2) throw unsupported('key derivation', derivation.oid);
  const known = CIPHER.get(encryption.oid);
  if (known === undefined) throw unsupported('cipher', encryption.oid);
  const kdf = readPbkdf2(derivation);
  if (kdf.keyLength !== undefined && kdf.keyLength !== known.keyBytes) {
    throw new YinxinError('DER_INVALID', 'PBKDF2 names a key length that its cipher does not have');
  }
  const iv = ivOf(encryption, known.cipher === 'des-ede3-cbc' ? 8 : 16);
  budget.spend(kdf.iterations);
  const key = await pbkdf2(password.utf8, kdf.salt, kdf.iterations, known.keyBytes, kdf.hash);
  return decryptCbc(known.cipher, key, iv, data);
}

interface Pbkdf2Parameters {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly keyLength?: number;
  readonly hash: DigestName;
}

/** PBKDF2-params (RFC 8018, A.2). */
function readPbkdf2({ parameters }: AlgorithmIdentifier): Pbkdf2Parameters {
  if (parameters === undefined) throw new YinxinError('DER_INVALID', 'PBKDF2 has no parameters');
  const reader = readSequence(parameters, 'PBKDF2-params');
  const salt = asOctetString(reader.expect(TAG.octetString, 'salt'));
  const iterations = asSmallInteger(reader.expect(TAG.integer, 'iterationCount'));
  const length = reader.optional(TAG.integer);
  const prf = reader.optional(TAG.sequence);
  reader.end();
  const prfOid = prf === undefined ? undefined : parseAlgorithmIdentifier(prf).oid;
  const hash = prfOid === undefined ? 'sha1' : PRF.get(prfOid);
  if (hash === undefined) throw unsupported('pseudo-random function', prfOid ?? '');
  return { salt, iterations, hash, ...(length === undefined ? {} : { keyLength: asSmallInteger(length) }) };
}

function ivOf({ parameters }: AlgorithmIdentifier, length: number): Uint8Array {
  if (parameters === undefined) throw new YinxinError('DER_INVALID', 'the cipher has no iv');
  const iv = asOctetString(readDer(parameters));
  if (iv.length !== length) throw new YinxinError('DER_INVALID', 'the iv of the cipher has a wrong length');
  return iv;
}

function decryptOld(
  { cipher, keyBytes }: { readonly cipher: '3des' | 'rc2'; readonly keyBytes: number },
  parameters: Uint8Array,
  data: Uint8Array,
  password: Password,
  budget: IterationBudget,
): Uint8Array | undefined {
  const { salt, iterations } = readSaltAndCount(readSequence(parameters, 'pkcs-12PbeParams'));
  // SHA-1 gives 20 bytes at a time; the iv is derived apart.
  budget.spend((Math.ceil(keyBytes / 20) + 1) * iterations);
  const derive = (purpose: 1 | 2, length: number): Uint8Array =>
    derivePkcs12({ hash: 'sha1', purpose, password: password.bmp, salt, iterations, length });
  const key = derive(KDF_PURPOSE.key, keyBytes);
  const iv = derive(KDF_PURPOSE.iv, 8);
  if (cipher === 'rc2') return decryptRc2(key, 8 * keyBytes, iv, data);
  const threeKeys = keyBytes === 24 ? key : concatBytes(key, key.subarray(0, 8));
  return decryptCbc('des-ede3-cbc', threeKeys, iv, data);
}

function readSaltAndCount(reader: DerReader): { readonly salt: Uint8Array; readonly iterations: number } {
  const salt = asOctetString(reader.expect(TAG.octetString, 'salt'));
  const iterations = asSmallInteger(reader.expect(TAG.integer, 'iterations'));
  reader.end();
  return { salt, iterations };
}
