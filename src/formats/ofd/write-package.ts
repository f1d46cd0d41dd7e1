import type { ByteSource } from '../../foundation/core/index.ts';
import { type ZipCopy, type ZipFile, zipChunks } from '../zip/index.ts';
import type { OfdPackage } from './package.ts';

/** An entry to put in place of one of the same name, or behind all others. */
export interface ChangedEntry {
  readonly data: Uint8Array;
  /** Written uncompressed: for what does not deflate. */
  readonly stored?: boolean;
}

/**
 * A package with some entries changed or added. All others are taken over in their order, their compressed bytes as
 * they are; `removed` ones are left out. New entries bear `time`. LIMIT_EXCEEDED, ZIP_INVALID, IO_FAILED.
 */
export async function writeChangedOfd(
  source: ByteSource,
  ofd: OfdPackage,
  changes: ReadonlyMap<string, ChangedEntry>,
  time: Date,
  removed: ReadonlySet<string> = new Set(),
): Promise<Uint8Array> {
  const files: (ZipFile | ZipCopy)[] = [];
  for (const entry of ofd.zip.entries) {
    if (removed.has(entry.name)) continue;
    const change = changes.get(entry.name);
    if (change !== undefined) files.push({ name: entry.name, ...change });
    else files.push({ entry, compressed: await source.read(entry.dataOffset, entry.compressedSize) });
  }
  for (const [name, change] of changes) {
    if (ofd.zip.find(name) === undefined) files.push({ name, ...change });
  }
  return joined([...zipChunks(files, { time })]);
}

/** A package of tens of thousands of entries has more pieces than a call may have arguments. */
function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
