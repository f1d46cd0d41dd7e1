import { readZip } from '../formats/zip/index.ts';
import type { ByteSource, Limits } from '../foundation/core/index.ts';
import {
  EEP_HEAD_BYTES,
  type LoadedPackage,
  loadAsicPackage,
  loadEepPackage,
  loadItemPackage,
  looksLikeEep,
} from './packages/index.ts';

const ASIC_MIMETYPE = 'application/vnd.etsi.asic-e+zip';

/**
 * Opens a package of any form, told by its content. Throws ZIP_INVALID, XML_INVALID, PACKAGE_INVALID or LIMIT_EXCEEDED;
 * a fault of a part stands in the part.
 */
export async function loadPackage(source: ByteSource, limits?: Limits): Promise<LoadedPackage> {
  const head = await source.read(0, Math.min(EEP_HEAD_BYTES, source.size));
  if (looksLikeEep(head)) return loadEepPackage(source, limits);
  return (await isAsic(source, limits)) ? loadAsicPackage(source, limits) : loadItemPackage(source, limits);
}

/** An ASiC-E names itself in its first entry (ETSI EN 319 162-1 4.4.3.1). */
async function isAsic(source: ByteSource, limits?: Limits): Promise<boolean> {
  const zip = await readZip(source, limits, { backslashes: 'folders' });
  const first = zip.entries[0];
  if (first?.name !== 'mimetype' || first.size !== ASIC_MIMETYPE.length) return false;
  return new TextDecoder().decode(await zip.read(first)) === ASIC_MIMETYPE;
}
