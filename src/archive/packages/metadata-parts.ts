import type { Limits } from '../../foundation/core/index.ts';
import { readManifest } from '../manifest.ts';
import { BASE_INFO_NAME, PROCESS_NAME } from '../model.ts';
import { readBaseInfo, readProcess } from '../read-metadata.ts';
import {
  type Content,
  type LoadedPackage,
  type ManifestComparison,
  type Part,
  parsePart,
  readPart,
} from './loaded.ts';

/** What every form says of its item: 校验信息 under the name that the form gives it, and both kinds of metadata. */
export async function metadataParts(
  all: ReadonlyMap<string, Content>,
  manifestName: string,
  limits?: Limits,
): Promise<Pick<LoadedPackage, 'manifestBytes' | 'manifest' | 'baseInfo' | 'process'>> {
  const manifestBytes = await readPart(all, manifestName);
  return {
    manifestBytes,
    manifest: parsePart(manifestBytes, (bytes) => readManifest(bytes, limits)),
    baseInfo: parsePart(await readPart(all, BASE_INFO_NAME), (bytes) => readBaseInfo(bytes, limits)),
    process: parsePart(await readPart(all, PROCESS_NAME), (bytes) => readProcess(bytes, limits)),
  };
}

/** In forms whose signatures reach the files themselves, 校验信息 may be missing: then it says nothing. */
export function unlessMissing(
  manifestBytes: Part<Uint8Array>,
  comparison: ManifestComparison,
): ManifestComparison {
  return manifestBytes.missing === true ? { checks: [], broken: false, unlisted: [] } : comparison;
}
