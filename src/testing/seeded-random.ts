import { concatBytes, type Random, utf8, YinxinError } from '../foundation/core/index.ts';
import { digest } from '../foundation/crypto/index.ts';

/**
 * For tests only: bytes that follow from the seed (SHA-256 over seed and a counter), so that the same test gives
 * the same file. Whoever knows the seed knows the bytes.
 */
export function seededRandom(seed: string): Random {
  const key = digest('sha256', utf8(`yinxin test random\n${seed}`));
  let counter = 0;
  let rest: Uint8Array = new Uint8Array(0);
  return {
    bytes(length: number): Uint8Array {
      if (!Number.isSafeInteger(length) || length < 0) {
        throw new YinxinError('ARGUMENT_INVALID', 'give a number of bytes of at least 0');
      }
      const parts = [rest];
      let have = rest.length;
      for (; have < length; have += 32) parts.push(digest('sha256', key, utf8(String(counter++))));
      const all = concatBytes(...parts);
      rest = all.subarray(length);
      return all.slice(0, length);
    },
  };
}
