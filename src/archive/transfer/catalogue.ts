import { attributeValue, childElements, parseXml, writeXml, xmlNode } from '../../formats/xml/index.ts';
import { portableNameFault } from '../../formats/zip/index.ts';
import { type Limits, utf8, YinxinError } from '../../foundation/core/index.ts';
import { CONTENT_FOLDER, METADATA_FOLDER } from './model.ts';

const NAMESPACE = 'urn:yinxin:archive:transfer:1';

/** One line of the catalogue (目录文件): an item with its digests and those of its metadata, in hex. */
export interface CatalogueEntry {
  readonly recordCode: string;
  readonly title: string;
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly sm3: string;
  readonly metadata: string;
  readonly metadataSha256: string;
}

/**
 * The catalogue: one `<item/>` on each line with its attributes in fixed order, so that sed, sha256sum and openssl can
 * check a batch without this library.
 */
export function writeCatalogue(batch: string, entries: readonly CatalogueEntry[]): Uint8Array {
  const items = entries.map((entry, i) =>
    xmlNode('item', {
      number: String(i + 1),
      record: entry.recordCode,
      title: entry.title,
      path: entry.path,
      size: String(entry.size),
      sha256: entry.sha256,
      sm3: entry.sm3,
      metadata: entry.metadata,
      metadata_sha256: entry.metadataSha256,
    }),
  );
  return utf8(writeXml(xmlNode('catalogue', { xmlns: NAMESPACE, batch }, items), { indent: true }));
}

/** Reads a catalogue strictly. @throws XML_INVALID, LIMIT_EXCEEDED, TRANSFER_INVALID. */
export function readCatalogue(
  bytes: Uint8Array,
  limits?: Limits,
): { readonly batch: string; readonly entries: readonly CatalogueEntry[] } {
  const root = parseXml(bytes, limits);
  if (root.name !== 'catalogue' || root.namespace !== NAMESPACE) throw invalid('it is another document');
  const seen = new Set<string>();
  const records = new Set<string>();
  const entries = childElements(root).map((element, i): CatalogueEntry => {
    const of = (name: string): string => attributeValue(element, name) ?? '';
    const entry = {
      recordCode: of('record'),
      title: of('title'),
      path: of('path'),
      size: Number(of('size')),
      sha256: of('sha256'),
      sm3: of('sm3'),
      metadata: of('metadata'),
      metadataSha256: of('metadata_sha256'),
    };
    const sound =
      element.name === 'item' &&
      element.attributes.length === 9 &&
      element.children.length === 0 &&
      of('number') === String(i + 1) &&
      entry.recordCode !== '' &&
      isBelow(CONTENT_FOLDER, entry.path) &&
      isBelow(METADATA_FOLDER, entry.metadata) &&
      /^(?:0|[1-9]\d{0,15})$/.test(of('size')) &&
      [entry.sha256, entry.sm3, entry.metadataSha256].every((hex) => /^[0-9a-f]{64}$/.test(hex));
    if (!sound) throw invalid(`line ${i + 1} is malformed`);
    if (records.has(entry.recordCode)) throw invalid(`line ${i + 1} names a record again`);
    records.add(entry.recordCode);
    for (const path of [entry.path, entry.metadata]) {
      if (seen.has(path)) throw invalid(`line ${i + 1} names a file again`);
      seen.add(path);
    }
    return entry;
  });
  return { batch: attributeValue(root, 'batch') ?? '', entries };
}

/** A portable name below a folder of the batch: whoever takes an item writes it under this name. */
function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder) && !path.endsWith('/') && portableNameFault(path) === undefined;
}

function invalid(message: string): YinxinError {
  return new YinxinError('TRANSFER_INVALID', `the catalogue (目录文件) is not usable: ${message}`);
}
