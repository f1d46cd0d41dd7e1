import { toBase64 } from '../../../foundation/core/index.ts';

/** Pictures above this are not drawn: a page at 600 dpi takes 30 MB as PNG. */
const MAX_PICTURE_BYTES = 48 * 1024 * 1024;

/** Types that browsers draw and that carry no programs, by their first bytes. Names are never believed. */
const MAGIC: readonly (readonly [type: string, bytes: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/bmp', [0x42, 0x4d]],
];

/** The picture inside the drawing itself; `undefined` for what browsers do not draw. Nothing is fetched from elsewhere. */
export function dataUri(bytes: Uint8Array): string | undefined {
  if (bytes.length > MAX_PICTURE_BYTES) return undefined;
  const found = MAGIC.find(([, magic]) => magic.every((byte, i) => bytes[i] === byte));
  return found === undefined ? undefined : `data:${found[0]};base64,${toBase64(bytes)}`;
}
