import { attachments, openPdf } from '../../formats/pdf/index.ts';
import { readZip } from '../../formats/zip/index.ts';
import { type ByteSource, isYinxinError, type Limits, sourceFromBytes } from '../../foundation/core/index.ts';

/** A file inside a file. */
export interface InnerFile {
  readonly name: string;
  open(): Promise<ByteSource>;
}

const ZIP_TYPES: readonly string[] = [
  'application/zip',
  'application/vnd.etsi.asic-e+zip',
  'application/vnd.etsi.asic-s+zip',
];

/**
 * The files that a container holds as files: entries of a ZIP or ASiC outside META-INF, files embedded in a PDF.
 * A container that cannot be read has none: that it is broken is said by its own verification.
 */
export async function childrenOf(
  source: ByteSource,
  mediaType: string,
  limits?: Limits,
): Promise<readonly InnerFile[]> {
  try {
    if (ZIP_TYPES.includes(mediaType)) return await zipChildren(source, limits);
    if (mediaType === 'application/pdf') return await pdfChildren(source, limits);
    return [];
  } catch (error) {
    if (isYinxinError(error) && error.code !== 'IO_FAILED' && error.code !== 'LIMIT_EXCEEDED') return [];
    throw error;
  }
}

async function zipChildren(source: ByteSource, limits?: Limits): Promise<InnerFile[]> {
  const zip = await readZip(source, limits);
  return zip.entries
    .filter(({ name, directory }) => !directory && name !== 'mimetype' && !/^META-INF\//i.test(name))
    .map((entry) => ({ name: entry.name, open: () => zip.open(entry) }));
}

async function pdfChildren(source: ByteSource, limits?: Limits): Promise<InnerFile[]> {
  const pdf = await openPdf(source, limits === undefined ? {} : { limits });
  const files = await pdf.read((document) => (document.encrypted ? [] : attachments(document)));
  return files.map(({ name, data }) => ({ name, open: async () => sourceFromBytes(data) }));
}
