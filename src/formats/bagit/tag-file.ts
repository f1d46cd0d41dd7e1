import { type FileTree, readAll, YinxinError } from '../../foundation/core/index.ts';

/** A manifest over a million files with SHA-512 takes some 200 MB. */
const MAX_TAG_FILE = 256 * 1024 * 1024;

/** The bytes of a tag file. LIMIT_EXCEEDED above 256 MiB. */
export async function readTagFile(tree: FileTree, name: string): Promise<Uint8Array> {
  const source = await tree.open(name);
  try {
    if (source.size > MAX_TAG_FILE)
      throw new YinxinError('LIMIT_EXCEEDED', 'a tag file of a bag is larger than 256 MiB', {
        details: { limit: 'tagFileBytes', value: source.size },
      });
    return await readAll(source);
  } finally {
    await source.close?.();
  }
}

/** Text in the encoding that bagit.txt names; undefined where it is not in that encoding or the name is unknown. */
export function tagText(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(labelOf(bytes, encoding), { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** `UTF-16` alone leaves the order of bytes to the mark in front; TextDecoder takes it for little-endian. */
function labelOf(bytes: Uint8Array, encoding: string): string {
  return /^utf-?16$/i.test(encoding) && bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : encoding;
}

/** Lines that end with LF, CR or CRLF; without the empty one after the last end. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
