import { createHasher } from '#platform';
import type { DigestName } from '../platform/index.ts';
import { DIGESTS } from './registry.ts';

/** Digest of the chunks in order. For large input use {@link createHasher}. */
export function digest(name: DigestName, ...chunks: readonly Uint8Array[]): Uint8Array {
  const hasher = createHasher(name);
  for (const chunk of chunks) hasher.update(chunk);
  return hasher.digest();
}

/** Length of a digest in bytes. */
export function digestLength(name: DigestName): number {
  return DIGESTS[name].bytes;
}
