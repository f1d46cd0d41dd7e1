import {
  asOctetString,
  asOid,
  asSmallInteger,
  childrenOf,
  type Der,
  explicitOf,
  readSequence,
  sequenceOf,
  TAG,
} from '../../foundation/asn1/index.ts';
import { concatBytes, isYinxinError, YinxinError } from '../../foundation/core/index.ts';
import { definiteForm } from './definite-form.ts';
import { decryptWithPassword, unsupported, wrongPassword } from './encryption-scheme.ts';
import { type IterationBudget, iterationBudget } from './iteration-budget.ts';
import { decryptKey } from './key-forms.ts';
import { type Password, passwordForms } from './password.ts';
import { checkMac } from './pkcs12-mac.ts';
import { type BagNames, readSafeContents, type SafeBag } from './safe-bags.ts';

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';

/** A file with one key and its chain has some 5 KB. */
const MAX_BYTES = 16 * 1024 * 1024;

/** A private key of a PKCS#12 file. */
export interface Pkcs12Key extends BagNames {
  readonly pkcs8: Uint8Array;
}

/** What a PKCS#12 file holds, in the order of the file. */
export interface Pkcs12Content {
  readonly keys: readonly Pkcs12Key[];
  readonly certificates: readonly Uint8Array[];
}

/**
 * Opens a PFX in password mode (RFC 7292): its MAC is checked where it has one, then every part is decrypted.
 * PKCS12_INVALID, PASSWORD_WRONG, ALGORITHM_UNSUPPORTED (public-key mode, PBMAC1, RC4), LIMIT_EXCEEDED.
 */
export async function readPkcs12(
  bytes: Uint8Array,
  password: string,
  maxIterations?: number,
): Promise<Pkcs12Content> {
  if (bytes.length > MAX_BYTES) {
    throw new YinxinError('LIMIT_EXCEEDED', 'the PKCS#12 file is too large', {
      details: { limit: MAX_BYTES },
    });
  }
  const budget = iterationBudget(maxIterations);
  return await asPkcs12(async () => {
    const { authenticatedSafe, macData } = readPfx(bytes);
    const forms = passwordForms(password);
    const form = macData === undefined ? forms[0] : checkMac(macData, authenticatedSafe, forms, budget);
    const bags: SafeBag[] = [];
    for (const part of readSequence(definiteForm(authenticatedSafe), 'AuthenticatedSafe').rest()) {
      bags.push(...(await openPart(part, form, budget)));
    }
    return await contentOf(bags, form, budget);
  });
}

interface Pfx {
  /** The bytes under the MAC. */
  readonly authenticatedSafe: Uint8Array;
  readonly macData?: Der;
}

function readPfx(bytes: Uint8Array): Pfx {
  const reader = readSequence(definiteForm(bytes), 'PFX');
  if (asSmallInteger(reader.expect(TAG.integer, 'version')) !== 3) {
    throw new YinxinError('PKCS12_INVALID', 'PFX of an unknown version');
  }
  const content = reader.sequence('authSafe');
  const type = asOid(content.expect(TAG.oid, 'contentType'));
  if (type !== DATA) throw unsupported('integrity mode', type);
  const authenticatedSafe = asOctetString(explicitOf(content.next('content')));
  content.end();
  const macData = reader.optional(TAG.sequence);
  reader.end();
  return { authenticatedSafe, ...(macData === undefined ? {} : { macData }) };
}

/** One ContentInfo of the AuthenticatedSafe: plain, or encrypted with the password. */
async function openPart(part: Der, password: Password, budget: IterationBudget): Promise<SafeBag[]> {
  const reader = sequenceOf(part, 'ContentInfo');
  const type = asOid(reader.expect(TAG.oid, 'contentType'));
  const content = explicitOf(reader.next('content'));
  reader.end();
  if (type === DATA) return readSafeContents(asOctetString(content));
  if (type !== ENCRYPTED_DATA) throw unsupported('privacy mode', type);
  const plain = await decryptPart(content, password, budget);
  try {
    return readSafeContents(plain);
  } catch (cause) {
    // Without a MAC a wrong password shows here, once in some 256 times.
    if (isYinxinError(cause, 'DER_INVALID') || isYinxinError(cause, 'DER_TRAILING_DATA'))
      throw wrongPassword();
    throw cause;
  }
}

/** EncryptedData (RFC 5652, 8). */
async function decryptPart(content: Der, password: Password, budget: IterationBudget): Promise<Uint8Array> {
  const reader = sequenceOf(content, 'EncryptedData');
  reader.expect(TAG.integer, 'version');
  const info = reader.sequence('encryptedContentInfo');
  const type = asOid(info.expect(TAG.oid, 'contentType'));
  const algorithm = info.expect(TAG.sequence, 'contentEncryptionAlgorithm');
  const encrypted = info.optionalContext(0);
  info.end();
  if (type !== DATA || encrypted === undefined) {
    throw new YinxinError('PKCS12_INVALID', 'an encrypted part holds no data');
  }
  return decryptWithPassword(algorithm, implicitOctets(encrypted), password, budget);
}

/** [0] IMPLICIT OCTET STRING, which BER may write in pieces. */
function implicitOctets(value: Der): Uint8Array {
  return value.constructed ? concatBytes(...childrenOf(value).map(asOctetString)) : value.content;
}

async function contentOf(
  bags: readonly SafeBag[],
  password: Password,
  budget: IterationBudget,
): Promise<Pkcs12Content> {
  const keys: Pkcs12Key[] = [];
  const certificates: Uint8Array[] = [];
  for (const bag of bags) {
    if (bag.kind === 'certificate') {
      certificates.push(bag.certificate);
      continue;
    }
    const pkcs8 = bag.kind === 'key' ? bag.pkcs8 : await decryptKey(bag.encrypted, password, budget);
    const { friendlyName, localKeyId } = bag;
    keys.push({
      pkcs8,
      ...(friendlyName === undefined ? {} : { friendlyName }),
      ...(localKeyId === undefined ? {} : { localKeyId }),
    });
  }
  return { keys, certificates };
}

/** Errors of the syntax underneath become PKCS12_INVALID; the others keep their code. */
async function asPkcs12<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const syntax = ['DER_INVALID', 'DER_TRAILING_DATA', 'ENCODING_INVALID'] as const;
    if (syntax.some((code) => isYinxinError(cause, code))) {
      throw new YinxinError('PKCS12_INVALID', 'not a PKCS#12 file, or a damaged one', { cause });
    }
    throw cause;
  }
}
