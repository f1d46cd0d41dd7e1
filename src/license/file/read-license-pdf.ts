import {
  attachments,
  markedRectangles,
  openPdf,
  type PdfAttachment,
  type PdfDocument,
  pages,
  pageText,
  type TextRun,
} from '../../formats/pdf/index.ts';
import { matrixFromRectangles, readQrMatrix } from '../../formats/qr/index.ts';
import {
  type ByteSource,
  fromUtf8,
  indexOfBytes,
  isYinxinError,
  type Limits,
  utf8,
} from '../../foundation/core/index.ts';
import { METADATA_FILE_NAME, QR_MARK } from '../face/index.ts';
import type { LicenseParts } from './license-parts.ts';

/** Pinyin key of 证照标识 (GB/T 36903). */
const LICENSE_IDENTIFIER_KEY = utf8('ZZBS');

/**
 * Finds the license in a PDF: attached metadata, the text layer, and the code as its bars are drawn on the page.
 * Undefined when no metadata is attached: then the file is no license. Text and code that cannot be read are left
 * out, so that the judge reports them as not checked. LIMIT_EXCEEDED, IO_FAILED.
 */
export async function readLicensePdf(source: ByteSource, limits?: Limits): Promise<LicenseParts | undefined> {
  const file = await openPdf(source, limits === undefined ? {} : { limits });
  const found = await file.read((document) => {
    const metadata = attachments(document).filter(isLicenseMetadata);
    if (metadata.length !== 1) return undefined;
    const runs = readable(() => [...pages(document)].flatMap((page) => pageText(document, page)));
    return { metadataXml: metadata[0]!.data, runs, matrix: readable(() => drawnMatrix(document)) };
  });
  if (found === undefined) return undefined;
  const { metadataXml, runs, matrix } = found;
  const qrText = matrix === undefined ? undefined : await codeText(matrix);
  return {
    metadataXml,
    ...(qrText === undefined ? {} : { qrText }),
    ...(runs === undefined ? {} : { visibleText: textOf(runs) }),
    visibleByField: fieldsOf(runs ?? []),
  };
}

/** What the code says; nothing where its modules are no code. */
async function codeText(matrix: Matrix): Promise<string | undefined> {
  const bytes = await readQrMatrix(matrix).catch((error: unknown) => {
    if (isYinxinError(error)) return undefined;
    throw error;
  });
  return bytes === undefined ? undefined : readable(() => fromUtf8(bytes));
}

/** Other files carry a metadata.xml too: only one that speaks of a license identifier (证照标识) makes a license. */
function isLicenseMetadata({ name, data }: PdfAttachment): boolean {
  return name === METADATA_FILE_NAME && indexOfBytes(data, LICENSE_IDENTIFIER_KEY) !== -1;
}

type Matrix = NonNullable<ReturnType<typeof matrixFromRectangles>>;

/** What malformed content makes unreadable is missing, not an error: the signatures were judged already. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isYinxinError(error) && error.code !== 'LIMIT_EXCEEDED') return undefined;
    throw error;
  }
}

/** Text that is painted with a font that says what it means. Anything else shows nothing that could be compared. */
function textOf(runs: readonly TextRun[]): string {
  return runs
    .filter(isShown)
    .map((run) => run.text)
    .join('');
}

function isShown(run: TextRun): boolean {
  return run.painted && !run.unmapped;
}

function fieldsOf(runs: readonly TextRun[]): Record<string, string> {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const run of runs) {
    if (run.field === undefined) continue;
    fields[run.field] = (fields[run.field] ?? '') + (isShown(run) ? run.text : '\ufffd');
  }
  return fields;
}

/** Exactly one code on all pages, read from its bars. */
function drawnMatrix(document: PdfDocument): Matrix | undefined {
  const drawn = [...pages(document)].flatMap((page) => {
    const bars = markedRectangles(document, page, QR_MARK);
    return bars === undefined ? [] : [bars];
  });
  return drawn.length === 1 ? matrixFromRectangles(drawn[0]!) : undefined;
}
