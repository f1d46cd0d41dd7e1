import { createCurrentHasher } from '#platform';
import { concatBytes, toHex, utf8 } from '../core/index.ts';
import { hmac } from '../platform/portable/index.ts';

/**
 * HMAC-SHA-256 under a key of the store, hex: numbers and other personal data are compared, never stored as they are.
 * `use` keeps values of different kinds apart.
 */
export function keyedDigest(key: Uint8Array, use: string, parts: readonly Uint8Array[]): string {
  const message = concatBytes(utf8(use), Uint8Array.of(0), ...parts);
  return toHex(hmac(createCurrentHasher, 'sha256', key, message));
}
