import { createCurrentHasher, createHasher } from '#platform';
import type { CurrentDigestName, DigestName, Hasher } from '../platform/index.ts';
import { DIGESTS } from './registry.ts';

/** Digest of the chunks in order. For large input use {@link createHasher}. */
export function digest(name: DigestName, ...chunks: readonly Uint8Array[]): Uint8Array {
  return finish(createHasher(name), chunks);
}

/**
 * Digest of the chunks in order, by an algorithm that new work may use: SHA-256, SHA-384, SHA-512 or SM3. For older
 * ones see what verification reads; nobody needs to make them.
 */
export function currentDigest(name: CurrentDigestName, ...chunks: readonly Uint8Array[]): Uint8Array {
  return finish(createCurrentHasher(name), chunks);
}

function finish(hasher: Hasher, chunks: readonly Uint8Array[]): Uint8Array {
  for (const chunk of chunks) hasher.update(chunk);
  return hasher.digest();
}

/** Length of a digest in bytes. */
export function digestLength(name: DigestName): number {
  return DIGESTS[name].bytes;
}
