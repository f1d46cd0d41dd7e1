import { type FileInput, type Limits, readAll, toSource, YinxinError } from '../foundation/core/index.ts';
import { loadPackage } from './load-package.ts';
import type { ManifestEntry } from './manifest.ts';
import type { PackageForm } from './model.ts';
import { compareManifest, type Part } from './packages/index.ts';
import type { FileRecord, ProcessRecord } from './read-metadata.ts';

/** A package of any form as read. Nothing in it has been judged: `checkArchive` does that. */
export interface ItemPackage {
  readonly form: PackageForm;
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
  const { entries } = need(loaded.manifest);
  const fault = compareManifest(loaded).checks.find(({ status }) => status === 'failed');
  if (fault !== undefined) throw new YinxinError('PACKAGE_INVALID', `${fault.code}: ${fault.detail}`);
  return {
    form: loaded.form,
    fields: baseInfo.fields,
    files: baseInfo.files,
    processes: need(loaded.process),
    manifest: entries,
    names: loaded.names,
    async read(path) {
      const content = loaded.contents.get(path);
      if (content === undefined) {
        throw new YinxinError('PACKAGE_INVALID', `${path} is not in the package`, { details: { path } });
      }
      return readAll(await content.open());
    },
  };
}

function need<T>(part: Part<T>): T {
  if (part.value === undefined) throw new YinxinError('PACKAGE_INVALID', part.fault ?? 'a part is missing');
  return part.value;
}
