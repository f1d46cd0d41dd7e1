import type { Check } from '../../foundation/core/index.ts';
import { type DigestName, digestNameOfOid } from '../../foundation/crypto/index.ts';
import { quirk } from '../ses/index.ts';

/** What a CheckMethod means, or why nothing is computed under it. */
export type CheckMethod =
  | { readonly digest: DigestName; readonly quirks: readonly Check[] }
  | { readonly unsupported: string };

const NAMES: ReadonlyMap<string, DigestName> = new Map([
  ['SM3', 'sm3'],
  ['SHA1', 'sha1'],
  ['SHA-1', 'sha1'],
  ['SHA256', 'sha256'],
  ['SHA-256', 'sha256'],
  ['SHA384', 'sha384'],
  ['SHA-384', 'sha384'],
  ['SHA512', 'sha512'],
  ['SHA-512', 'sha512'],
]);

/** SM3 with a key (GM/T 0006-2012); one product writes it and hashes without any. */
const KEYED_SM3 = '1.2.156.10197.1.401.2';

/**
 * The digest of the References (GB/T 33190-2016 table 69): by object identifier or by name. A missing CheckMethod is MD5
 * by the schema, and MD5 is refused: whoever makes two files of one digest would have one signature for both.
 */
export function checkMethodOf(method: string | undefined): CheckMethod {
  if (method === undefined) return { unsupported: 'none is named, which means MD5 by the schema' };
  if (method === KEYED_SM3) {
    const detail = `CheckMethod ${KEYED_SM3} names SM3 with a key; read as SM3 without`;
    return { digest: 'sm3', quirks: [quirk('OFD_CHECK_METHOD_KEYED', detail, 'GM/T 0006-2012')] };
  }
  const digest = NAMES.get(method.toUpperCase()) ?? digestNameOfOid(method);
  if (digest === undefined || digest === 'md5') return { unsupported: method.slice(0, 80) };
  return { digest, quirks: [] };
}
