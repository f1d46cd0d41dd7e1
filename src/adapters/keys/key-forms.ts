import {
  asOctetString,
  asSmallInteger,
  type Der,
  der,
  readSequence,
  TAG,
} from '../../foundation/asn1/index.ts';
import { isYinxinError, YinxinError } from '../../foundation/core/index.ts';
import {
  algorithmIdentifier,
  importPrivateKey,
  KEY_OID,
  type PrivateKey,
} from '../../foundation/crypto/index.ts';
import { decryptWithPassword, wrongPassword } from './encryption-scheme.ts';
import type { IterationBudget } from './iteration-budget.ts';
import { type Password, passwordForms } from './password.ts';

/** Opens a PKCS#8 key; syntax errors become KEY_INVALID, since people know a key file and not its DER. */
export async function openKey(pkcs8: Uint8Array): Promise<PrivateKey> {
  try {
    return await importPrivateKey(pkcs8);
  } catch (cause) {
    throw asKeyInvalid(cause);
  }
}

/** PKCS#8 around an ECPrivateKey (RFC 5915); `outerCurve` (DER) serves keys that do not name their curve. */
export function pkcs8OfSec1(sec1: Uint8Array, outerCurve: Uint8Array | undefined): Uint8Array {
  const curve = curveOfSec1(sec1) ?? outerCurve;
  if (curve === undefined) {
    throw new YinxinError(
      'KEY_INVALID',
      'the EC key names no curve: give it with its EC PARAMETERS, or as PKCS#8',
    );
  }
  return der.sequence(der.integer(0), algorithmIdentifier(KEY_OID.ec, curve), der.octetString(sec1));
}

function curveOfSec1(sec1: Uint8Array): Uint8Array | undefined {
  try {
    const reader = readSequence(sec1, 'ECPrivateKey');
    reader.expect(TAG.integer, 'version');
    reader.expect(TAG.octetString, 'privateKey');
    return reader.optionalContext(0)?.content;
  } catch (cause) {
    throw asKeyInvalid(cause);
  }
}

function asKeyInvalid(cause: unknown): unknown {
  const syntax = isYinxinError(cause, 'DER_INVALID') || isYinxinError(cause, 'DER_TRAILING_DATA');
  return syntax ? new YinxinError('KEY_INVALID', 'the private key is malformed', { cause }) : cause;
}

/** PKCS#8 around an RSAPrivateKey (RFC 8017, A.1.2). */
export function pkcs8OfPkcs1(pkcs1: Uint8Array): Uint8Array {
  return der.sequence(der.integer(0), algorithmIdentifier(KEY_OID.rsa, 'null'), der.octetString(pkcs1));
}

/** EncryptedPrivateKeyInfo (RFC 5958, 3), whose algorithm and data were read. */
export interface EncryptedKey {
  readonly algorithm: Der;
  readonly data: Uint8Array;
}

/** Reads an EncryptedPrivateKeyInfo. */
export function readEncryptedKey(bytes: Uint8Array): EncryptedKey {
  const reader = readSequence(bytes, 'EncryptedPrivateKeyInfo');
  const algorithm = reader.expect(TAG.sequence, 'encryptionAlgorithm');
  const data = asOctetString(reader.expect(TAG.octetString, 'encryptedData'));
  reader.end();
  return { algorithm, data };
}

/**
 * The PKCS#8 inside an EncryptedPrivateKeyInfo. A wrong password gives a right padding once in some 256 times:
 * the content must be PrivateKeyInfo too. PASSWORD_WRONG.
 */
export async function decryptKey(
  encrypted: EncryptedKey,
  password: Password,
  budget: IterationBudget,
): Promise<Uint8Array> {
  const plain = await decryptWithPassword(encrypted.algorithm, encrypted.data, password, budget);
  if (!looksLikePrivateKeyInfo(plain)) throw wrongPassword();
  return plain;
}

/** As {@link decryptKey}, for a file on its own; KEY_INVALID where it is malformed. */
export async function decryptKeyFile(
  bytes: Uint8Array,
  password: string,
  budget: IterationBudget,
): Promise<Uint8Array> {
  try {
    return await decryptKey(readEncryptedKey(bytes), passwordForms(password)[0], budget);
  } catch (cause) {
    throw asKeyInvalid(cause);
  }
}

function looksLikePrivateKeyInfo(bytes: Uint8Array): boolean {
  try {
    const reader = readSequence(bytes, 'PrivateKeyInfo');
    return asSmallInteger(reader.next('version')) <= 1 && reader.next('algorithm').tag === TAG.sequence;
  } catch {
    return false;
  }
}
