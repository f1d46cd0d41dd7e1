import { attachments, openPdf } from '../../formats/pdf/index.ts';
import { readZip, type ZipArchive } from '../../formats/zip/index.ts';
import { type ByteSource, isYinxinError, type Limits, sourceFromBytes } from '../../foundation/core/index.ts';
import { MIMETYPE, metaInfRole } from '../../signatures/asic/index.ts';
import { META_INF } from '../model.ts';

/** A file inside a file. */
export interface InnerFile {
  readonly name: string;
  open(): Promise<ByteSource>;
}

const ASIC_TYPES: readonly string[] = ['application/vnd.etsi.asic-e+zip', 'application/vnd.etsi.asic-s+zip'];

/**
 * The files that a container holds as files: entries of a ZIP or ASiC but what its own verification looks at, files
 * embedded in a PDF. A container that cannot be read has none: that it is broken is said by its own verification.
 */
export async function childrenOf(
  source: ByteSource,
  mediaType: string,
  limits?: Limits,
): Promise<readonly InnerFile[]> {
  try {
    if (mediaType === 'application/zip') return await zipChildren(source, limits);
    if (ASIC_TYPES.includes(mediaType)) return await asicChildren(source, limits);
    if (mediaType === 'application/pdf') return await pdfChildren(source, limits);
    return [];
  } catch (error) {
    if (isYinxinError(error) && error.code !== 'IO_FAILED' && error.code !== 'LIMIT_EXCEEDED') return [];
    throw error;
  }
}

/** A ZIP may be an item package: what seals that one is no file of its own. */
async function zipChildren(source: ByteSource, limits?: Limits): Promise<InnerFile[]> {
  return filesOf(await readZip(source, limits, { backslashes: 'folders' }), (name) =>
    META_INF.includes(name),
  );
}

async function asicChildren(source: ByteSource, limits?: Limits): Promise<InnerFile[]> {
  const ofContainer = (name: string): boolean =>
    name === MIMETYPE || (name.startsWith('META-INF/') && metaInfRole(name) !== 'unknown');
  return filesOf(await readZip(source, limits), ofContainer);
}

function filesOf(zip: ZipArchive, ofContainer: (name: string) => boolean): InnerFile[] {
  return zip.entries
    .filter(({ name, directory }) => !directory && !ofContainer(name))
    .map((entry) => ({ name: entry.name, open: () => zip.open(entry) }));
}

async function pdfChildren(source: ByteSource, limits?: Limits): Promise<InnerFile[]> {
  const pdf = await openPdf(source, limits === undefined ? {} : { limits });
  const files = await pdf.read((document) => (document.encrypted ? [] : attachments(document)));
  return files.map(({ name, data }) => ({ name, open: async () => sourceFromBytes(data) }));
}
