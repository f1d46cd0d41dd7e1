import { attachments, openPdf, type PdfDocument, pages, pageText } from '../../formats/pdf/index.ts';
import { type ByteSource, isYinxinError, type Limits } from '../../foundation/core/index.ts';
import { COPY_RECORD_NAME } from './copy-record.ts';

/** The parts of an annotated copy, as they stand in it; nothing is believed yet. */
export interface AnnotatedCopyParts {
  /** One record in a sound copy. */
  readonly records: readonly Uint8Array[];
  /** Painted text of each page; undefined where it could not be read. */
  readonly pageTexts: readonly (string | undefined)[];
}

/** Finds an annotated copy in a PDF; undefined when no record of one is attached. LIMIT_EXCEEDED, IO_FAILED. */
export async function readAnnotatedCopy(
  source: ByteSource,
  limits?: Limits,
): Promise<AnnotatedCopyParts | undefined> {
  const file = await openPdf(source, limits === undefined ? {} : { limits });
  return file.read((document) => {
    const records = attachments(document).filter(({ name }) => name === COPY_RECORD_NAME);
    if (records.length === 0) return undefined;
    return {
      records: records.map(({ data }) => data),
      pageTexts: [...pages(document)].map((page) => textOfPage(document, page)),
    };
  });
}

/** A font without its map shows what nobody can compare: that page has no text. */
function textOfPage(document: PdfDocument, page: Parameters<typeof pageText>[1]): string | undefined {
  try {
    const runs = pageText(document, page).filter(({ painted }) => painted);
    return runs.map(({ text, unmapped }) => (unmapped ? '\ufffd' : text)).join('');
  } catch (error) {
    if (isYinxinError(error) && error.code !== 'LIMIT_EXCEEDED') return undefined;
    throw error;
  }
}
