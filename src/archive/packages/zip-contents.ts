import type { ZipArchive, ZipEntry } from '../../formats/zip/index.ts';
import { isYinxinError } from '../../foundation/core/index.ts';
import type { Check } from '../../foundation/validation/index.ts';
import { digestContent } from '../ingest/index.ts';
import type { Content } from './loaded.ts';

const STRAY: readonly string[] = ['ZIP_PREFIX', 'ZIP_GAP', 'ZIP_TRAILING_BYTES'];

/** Every file of a ZIP that `wanted` names, digested in one pass over the archive. */
export async function zipContents(
  zip: ZipArchive,
  wanted: (name: string) => boolean,
): Promise<Map<string, Content>> {
  const contents = new Map<string, Content>();
  for (const entry of zip.entries) {
    if (!entry.directory && wanted(entry.name)) contents.set(entry.name, await contentOf(zip, entry));
  }
  return contents;
}

async function contentOf(zip: ZipArchive, entry: ZipEntry): Promise<Content> {
  const open = (): ReturnType<ZipArchive['open']> => zip.open(entry);
  try {
    const { size, sha256, sm3, mediaType } = await digestContent(zip.chunks(entry));
    return { size, sha256, sm3, mediaType, readable: true, open };
  } catch (error) {
    if (!isYinxinError(error, 'ZIP_INVALID')) throw error;
    const mediaType = 'application/octet-stream';
    return { size: entry.size, sha256: '', sm3: '', mediaType, readable: false, open };
  }
}

/** What readers of the ZIP may see differently (a warning, a named leniency), and bytes outside all entries (failed). */
export function zipFindings(zip: ZipArchive): Check[] {
  return zip.findings.map(({ code, detail }) => ({
    code,
    status: STRAY.includes(code) ? 'failed' : 'warning',
    detail,
    clause: 'GB/T 42727-2023 7',
  }));
}
