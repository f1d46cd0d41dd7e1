import {
  asOctetString,
  asSmallInteger,
  type Der,
  der,
  readSequence,
  TAG,
} from '../../foundation/asn1/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { algorithmIdentifier, KEY_OID } from '../../foundation/crypto/index.ts';
import { decryptWithPassword, wrongPassword } from './encryption-scheme.ts';
import type { IterationBudget } from './iteration-budget.ts';
import { type Password, passwordForms } from './password.ts';

/** PKCS#8 around an ECPrivateKey (RFC 5915); `outerCurve` (DER) serves keys that do not name their curve. */
export function pkcs8OfSec1(sec1: Uint8Array, outerCurve: Uint8Array | undefined): Uint8Array {
  const reader = readSequence(sec1, 'ECPrivateKey');
  reader.expect(TAG.integer, 'version');
  reader.expect(TAG.octetString, 'privateKey');
  const curve = reader.optionalContext(0)?.content ?? outerCurve;
  if (curve === undefined) {
    throw new YinxinError(
      'KEY_INVALID',
      'the EC key names no curve: give it with its EC PARAMETERS, or as PKCS#8',
    );
  }
  return der.sequence(der.integer(0), algorithmIdentifier(KEY_OID.ec, curve), der.octetString(sec1));
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

/** As {@link decryptKey}, with a password as people write it. */
export async function decryptKeyFile(
  bytes: Uint8Array,
  password: string,
  budget: IterationBudget,
): Promise<Uint8Array> {
  return decryptKey(readEncryptedKey(bytes), passwordForms(password)[0], budget);
}

function looksLikePrivateKeyInfo(bytes: Uint8Array): boolean {
  try {
    const reader = readSequence(bytes, 'PrivateKeyInfo');
    return asSmallInteger(reader.next('version')) <= 1 && reader.next('algorithm').tag === TAG.sequence;
  } catch {
    return false;
  }
}
