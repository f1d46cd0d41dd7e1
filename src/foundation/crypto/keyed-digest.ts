import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, toHex, utf8 } from '../core/index.ts';

/**
 * HMAC-SHA-256 under a key of the store, hex: numbers and other personal data are compared, never stored as they are.
 * `use` keeps values of different kinds apart.
 */
export function keyedDigest(key: Uint8Array, use: string, parts: readonly Uint8Array[]): string {
  return toHex(hmac(sha256, key, concatBytes(utf8(use), Uint8Array.of(0), ...parts)));
}
