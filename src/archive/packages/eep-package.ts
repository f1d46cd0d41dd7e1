import { portableNameFault } from '../../formats/zip/index.ts';
import {
  assertWithin,
  type ByteSource,
  DEFAULT_LIMITS,
  type Limits,
  readAll,
  sourceFromBytes,
} from '../../foundation/core/index.ts';
import { digestContent } from '../ingest/index.ts';
import { MANIFEST_FILE_NAME } from '../model.ts';
import { decodeData, type EepLayer, eepFindings, eepInvalid, inspectEep, readEep } from './eep/index.ts';
import { withContents } from './item-package.ts';
import type { Content, LoadedPackage } from './loaded.ts';
import { metadataParts, unlessMissing } from './metadata-parts.ts';
import { withValidationData } from './validation-data.ts';

/** Opens an EEP (DA/T 48-2009): its files are those of the newest layer. XML_INVALID, PACKAGE_INVALID, LIMIT_EXCEEDED. */
export async function loadEepPackage(
  source: ByteSource,
  limits: Limits = DEFAULT_LIMITS,
): Promise<LoadedPackage> {
  assertWithin('inflatedBytes', source.size, limits);
  const eep = readEep(await readAll(source), limits);
  const all = await layerContents(eep.layers[0]!);
  const parts = await metadataParts(all, MANIFEST_FILE_NAME, limits);
  const contents = new Map([...all].filter(([name]) => name !== MANIFEST_FILE_NAME));
  return {
    form: 'eep',
    names: [...all.keys()],
    contents,
    ...parts,
    findings: eepFindings(eep),
    async facts(comparison) {
      const facts = await inspectEep(eep, limits);
      const newest = new Set(eep.layers[0]!.signatures.map(({ id }) => id));
      const listed = unlessMissing(parts.manifestBytes, comparison);
      const signatures = facts.signatures.map((entry) =>
        newest.has(entry.id) ? withContents(entry, listed) : entry,
      );
      return withValidationData({ ...facts, signatures }, contents);
    },
  };
}

async function layerContents({ documents }: EepLayer): Promise<Map<string, Content>> {
  const contents = new Map<string, Content>();
  for (const { fileName, base64, size } of documents) {
    const fault = portableNameFault(fileName);
    if (fault !== undefined) throw eepInvalid(`the file name ${JSON.stringify(fileName)} ${fault}`);
    if (contents.has(fileName)) throw eepInvalid(`${JSON.stringify(fileName)} occurs twice`);
    const data = decodeData(base64);
    const { crc32: _unused, ...digested } = await digestContent(onePiece(data));
    // What the norm records of the file must be what is there; vendors write the number with a unit.
    const stated = /^\d+$/.test(size) ? Number(size) : data.length;
    contents.set(fileName, {
      ...digested,
      readable: stated === data.length,
      open: async () => sourceFromBytes(data),
    });
  }
  return contents;
}

async function* onePiece(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data;
}
