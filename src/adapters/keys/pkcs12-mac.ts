import { asOctetString, asSmallInteger, type Der, sequenceOf, TAG } from '../../foundation/asn1/index.ts';
import { equalBytes } from '../../foundation/core/index.ts';
import {
  createHasher,
  type DigestName,
  digestLength,
  digestNameOfOid,
  parseAlgorithmIdentifier,
} from '../../foundation/crypto/index.ts';
import { hmac } from '../../foundation/platform/portable/index.ts';
import { unsupported, wrongPassword } from './encryption-scheme.ts';
import type { IterationBudget } from './iteration-budget.ts';
import type { Password } from './password.ts';
import { derivePkcs12, KDF_PURPOSE } from './pkcs12-kdf.ts';

const MAC_DIGESTS: ReadonlySet<DigestName> = /* @__PURE__ */ new Set<DigestName>([
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sm3',
]);

/**
 * Checks MacData (RFC 7292, 4) over the AuthenticatedSafe and gives the form of the password that fits.
 * PASSWORD_WRONG when none does: a changed file looks the same. ALGORITHM_UNSUPPORTED for PBMAC1 and others.
 */
export function checkMac(
  macData: Der,
  authenticatedSafe: Uint8Array,
  passwords: readonly Password[],
  budget: IterationBudget,
): Password {
  const reader = sequenceOf(macData, 'MacData');
  const info = reader.sequence('mac');
  const algorithm = parseAlgorithmIdentifier(info.next('digestAlgorithm'));
  const expected = asOctetString(info.expect(TAG.octetString, 'digest'));
  info.end();
  const salt = asOctetString(reader.expect(TAG.octetString, 'macSalt'));
  const count = reader.optional(TAG.integer);
  reader.end();
  const hash = digestNameOfOid(algorithm.oid);
  if (hash === undefined || !MAC_DIGESTS.has(hash)) throw unsupported('MAC', algorithm.oid);
  const iterations = count === undefined ? 1 : asSmallInteger(count);
  for (const password of passwords) {
    budget.spend(iterations);
    const key = derivePkcs12({
      hash,
      purpose: KDF_PURPOSE.mac,
      password: password.bmp,
      salt,
      iterations,
      length: digestLength(hash),
    });
    if (equalBytes(hmac(createHasher, hash, key, authenticatedSafe), expected)) return password;
  }
  throw wrongPassword();
}
