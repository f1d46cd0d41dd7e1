import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, toHex, utf8 } from '../../foundation/core/index.ts';

/**
 * HMAC-SHA-256 under the ledger's own key, hex: numbers and job digests are compared, never stored as they are.
 * `use` keeps values of different kinds apart.
 */
export function keyedDigest(key: Uint8Array, use: string, parts: readonly Uint8Array[]): string {
  return toHex(hmac(sha256, key, concatBytes(utf8(use), Uint8Array.of(0), ...parts)));
}
