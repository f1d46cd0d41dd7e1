import type { FontChain } from '../../formats/font/index.ts';
import {
  deflatedStream,
  encodeDate,
  encodeTextString,
  NewPdf,
  PdfDict,
  type PdfDocument,
  PdfName,
  type PdfPage,
  type PdfRef,
  pages,
} from '../../formats/pdf/index.ts';
import { utf8, YinxinError } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { PdfFonts } from '../face/index.ts';
import { type AnnotatedCopy, COPY_RECORD_NAME, writeCopyRecord } from './copy-record.ts';
import { MARK_RESOURCES, markOperators } from './mark-page.ts';
import { PageCopier } from './page-copier.ts';
import { footLine, watermarkLines } from './watermark.ts';

const MAX_PAGES = 500;
const TITLE = '证照加注件';

/** The pages of the original with the mark on each, and the record attached: a new PDF. Same input, same bytes. */
export function writeCopy(document: PdfDocument, copy: AnnotatedCopy, chain: FontChain): Uint8Array {
  const pdf = new NewPdf();
  const root = pdf.reserve();
  const tree = pdf.reserve();
  const fontsRef = pdf.reserve();
  const fonts = new PdfFonts();
  const copier = new PageCopier(document, pdf);
  const texts = { mark: watermarkLines(copy), foot: footLine(copy) };
  const contents: string[] = [];
  const kids: PdfRef[] = [];
  for (const page of pages(document)) {
    if (page.index >= MAX_PAGES)
      throw new YinxinError('LIMIT_EXCEEDED', `a license has at most ${MAX_PAGES} pages`);
    const operators = markOperators(page, texts, chain, fonts);
    contents.push(operators);
    kids.push(addPage(pdf, page, copier.form(page), { tree, fontsRef, operators }));
  }
  pdf.set(tree, PdfDict.of({ Type: new PdfName('Pages'), Kids: kids, Count: kids.length }));
  pdf.set(fontsRef, fonts.embed(pdf));
  const record = writeCopyRecord(copy);
  pdf.set(root, catalog(pdf, tree, record, copy));
  const info = pdf.add(
    PdfDict.of({
      Title: encodeTextString(TITLE),
      Producer: encodeTextString('yinxin'),
      CreationDate: encodeDate(copy.madeAt),
      ModDate: encodeDate(copy.madeAt),
    }),
  );
  const id = digest('sha256', ...contents.map((text) => utf8(text)), utf8(fonts.text()), record).subarray(
    0,
    16,
  );
  return pdf.bytes({ root, info, id });
}

function addPage(
  pdf: NewPdf,
  { visibleBox, rotate, userUnit }: PdfPage,
  form: PdfRef,
  { tree, fontsRef, operators }: { tree: PdfRef; fontsRef: PdfRef; operators: string },
): PdfRef {
  const { left, bottom, right, top } = visibleBox;
  const faint = PdfDict.of({ Type: new PdfName('ExtGState'), ca: 0.3, CA: 0.3 });
  return pdf.add(
    PdfDict.of({
      Type: new PdfName('Page'),
      Parent: tree,
      MediaBox: [left, bottom, right, top],
      Rotate: rotate === 0 ? undefined : rotate,
      UserUnit: userUnit === 1 ? undefined : userUnit,
      Resources: PdfDict.of({
        Font: fontsRef,
        XObject: PdfDict.of({ [MARK_RESOURCES.original]: form }),
        ExtGState: PdfDict.of({ [MARK_RESOURCES.faint]: faint }),
      }),
      Contents: pdf.add(deflatedStream(PdfDict.of({}), utf8(operators))),
    }),
  );
}

function catalog(pdf: NewPdf, tree: PdfRef, record: Uint8Array, { madeAt }: AnnotatedCopy): PdfDict {
  const date = encodeDate(madeAt);
  const stream = pdf.add(
    deflatedStream(
      PdfDict.of({
        Type: new PdfName('EmbeddedFile'),
        Subtype: new PdfName('application/json'),
        Params: PdfDict.of({ Size: record.length, CreationDate: date, ModDate: date }),
      }),
      record,
    ),
  );
  const attachment = pdf.add(
    PdfDict.of({
      Type: new PdfName('Filespec'),
      F: encodeTextString(COPY_RECORD_NAME),
      UF: encodeTextString(COPY_RECORD_NAME),
      Desc: encodeTextString('加注件信息'),
      EF: PdfDict.of({ F: stream, UF: stream }),
      AFRelationship: new PdfName('Data'),
    }),
  );
  return PdfDict.of({
    Type: new PdfName('Catalog'),
    Pages: tree,
    Lang: encodeTextString('zh-CN'),
    ViewerPreferences: PdfDict.of({ DisplayDocTitle: true }),
    Names: PdfDict.of({
      EmbeddedFiles: PdfDict.of({ Names: [encodeTextString(COPY_RECORD_NAME), attachment] }),
    }),
    AF: [attachment],
  });
}
