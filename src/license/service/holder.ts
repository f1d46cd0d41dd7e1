import { utf8 } from '../../foundation/core/index.ts';
import { keyedDigest } from '../../foundation/crypto/index.ts';
import { isResidentId, isUscc } from '../codes/index.ts';
import type { HolderReference } from './requests.ts';

/** Holder code types that implementations were seen to use (GB/T 36903 appendix A itself was not available). */
export const HOLDER_CODE_TYPES: readonly string[] = ['111', '001'];

/**
 * What stands for a holder in a {@link LicenseStore}: HMAC-SHA-256 under the key of the store, hex. Numbers of persons
 * can be tried out one by one, so a digest without a key would hide nothing.
 */
export function holderCodeDigest(key: Uint8Array, { codeType, code }: HolderReference): string {
  return keyedDigest(key, 'license holder', [utf8(`${codeType}|${code}`)]);
}

/** Has the code the form and check character of its type? Types without a known form have only to be there. */
export function isHolderCode({ codeType, code }: HolderReference): boolean {
  if (codeType === '111') return isResidentId(code);
  if (codeType === '001') return isUscc(code);
  return code.trim() !== '' && code.length <= 512;
}
