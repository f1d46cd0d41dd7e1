import { utf8 } from '../../foundation/core/index.ts';
import { bmpPassword } from './pkcs12-kdf.ts';

/** A password in the two forms that key files take it. */
export interface Password {
  /** For PBKDF2. */
  readonly utf8: Uint8Array;
  /** For the derivation of PKCS#12. */
  readonly bmp: Uint8Array;
}

/** Forms to try: some writers take an empty password as no bytes at all. */
export function passwordForms(password: string): readonly [Password, ...Password[]] {
  const usual = { utf8: utf8(password), bmp: bmpPassword(password) };
  return password === '' ? [usual, { utf8: usual.utf8, bmp: new Uint8Array(0) }] : [usual];
}
