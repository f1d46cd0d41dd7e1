import type { DrawnSamples, StoredPicture } from '../../formats/pdf/index.ts';
import { toHex, utf8 } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { SealPicture } from '../ses/index.ts';

/** Pictures of seals that are remembered as drawn: one office has a handful. */
const MAX_KNOWN = 64;

/** Digests of pairs that were compared and are the same, the newest last. */
const same = /* @__PURE__ */ new Set<string>();

/** True for pictures in a file that were found to be that of the seal before: decoding both costs more than signatures. */
export function knownPictures(picture: SealPicture): (stored: StoredPicture) => boolean {
  return (stored) => same.has(keyOf(picture, stored));
}

/** Remembers that a picture as it stands in a file is that of a seal. */
export function rememberPicture(picture: SealPicture, { stored }: DrawnSamples): void {
  if (stored === undefined) return;
  const key = keyOf(picture, stored);
  same.delete(key);
  same.add(key);
  for (const oldest of same) {
    if (same.size <= MAX_KNOWN) break;
    same.delete(oldest);
  }
}

/** By every byte that the samples follow from, each part with its length. */
function keyOf({ type, data }: SealPicture, { width, height, filters, parts }: StoredPicture): string {
  const sizes = [type, data.length, width, height, ...filters, ...parts.map(({ length }) => length)];
  return toHex(digest('sha256', utf8(JSON.stringify(sizes)), data, ...parts));
}
