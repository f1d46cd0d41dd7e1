import { type FileInput, type Limits, toSource, YinxinError } from '../foundation/core/index.ts';
import { loadPackage, type Part } from './load-package.ts';
import type { ManifestEntry } from './manifest.ts';
import type { FileRecord, ProcessRecord } from './read-metadata.ts';

/** An item package as read. Nothing in it has been judged: `checkArchive` does that. */
export interface ItemPackage {
  /** Fields of base_info by tag. */
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly FileRecord[];
  readonly processes: readonly ProcessRecord[];
  readonly manifest: readonly ManifestEntry[];
  /** All names in the package. */
  readonly names: readonly string[];
  /** Bytes of one file, compared with the manifest: PACKAGE_INVALID when changed, missing or unlisted. */
  read(path: string): Promise<Uint8Array>;
}

/**
 * Reads a package strictly: both metadata files and the manifest must be there and well-formed, every file must be
 * listed and have both digests as listed. No signature is verified. PACKAGE_INVALID, ZIP_INVALID, LIMIT_EXCEEDED.
 */
export async function readArchive(
  file: FileInput,
  options: { readonly limits?: Limits } = {},
): Promise<ItemPackage> {
  const loaded = await loadPackage(toSource(file), options.limits);
  const baseInfo = need(loaded.baseInfo);
  const manifest = need(loaded.manifest);
  const listed = new Map(manifest.map((entry) => [entry.path, entry]));
  for (const { path } of manifest) {
    if (!loaded.contents.has(path)) throw invalid(path, 'is listed but missing');
  }
  for (const [path, content] of loaded.contents) {
    const entry = listed.get(path);
    if (entry === undefined) throw invalid(path, 'is in the package but not listed');
    if (content.sha256 !== entry.sha256 || content.sm3 !== entry.sm3) throw invalid(path, 'was changed');
  }
  return {
    fields: baseInfo.fields,
    files: baseInfo.files,
    processes: need(loaded.process),
    manifest,
    names: loaded.zip.entries.map((entry) => entry.name),
    async read(path) {
      const content = loaded.contents.get(path);
      if (content === undefined) throw invalid(path, 'is not in the package');
      return loaded.zip.read(content.entry);
    },
  };
}

function need<T>(part: Part<T>): T {
  if (part.value === undefined) throw new YinxinError('PACKAGE_INVALID', part.fault ?? 'a part is missing');
  return part.value;
}

function invalid(path: string, fault: string): YinxinError {
  return new YinxinError('PACKAGE_INVALID', `${path} ${fault}`, { details: { path } });
}
