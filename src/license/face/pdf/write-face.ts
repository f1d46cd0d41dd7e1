import {
  deflatedStream,
  encodeDate,
  encodeTextString,
  NewPdf,
  type NewStream,
  PdfDict,
  PdfName,
  type PdfObject,
  type PdfRef,
} from '../../../formats/pdf/index.ts';
import { utf8 } from '../../../foundation/core/index.ts';
import { digest } from '../../../foundation/crypto/index.ts';
import type { DrawnPage, FaceDrawing } from '../layout/index.ts';
import { METADATA_FILE_NAME } from '../marks.ts';
import type { Photo } from '../photo.ts';
import { addXmp, infoDictionary } from './document-metadata.ts';
import { PdfFonts } from './fonts.ts';
import { groundOperators, pageOperators } from './page-operators.ts';
import { srgbProfile } from './srgb-profile.ts';
import { POINTS_PER_MM, pdfNumber } from './syntax.ts';

/** What is written beside the drawing. */
export interface FaceFile {
  readonly title: string;
  readonly language: 'zh' | 'en';
  readonly metadataXml: Uint8Array;
  readonly at: Date;
  readonly photo?: Photo;
}

/** A face as PDF/A-3b (ISO 19005-3): embedded subsets, vector code, metadata attached. Same input, same bytes. */
export function writePdfFace(drawing: FaceDrawing, file: FaceFile): Uint8Array {
  const pdf = new NewPdf();
  const root = pdf.reserve();
  const tree = pdf.reserve();
  const fonts = new PdfFonts();
  const contents = drawing.pages.map((page) => pageOperators(page, fonts));
  const context: PageContext = {
    tree,
    fonts: pdf.add(fonts.embed(pdf)),
    photo: file.photo === undefined ? {} : { Photo: pdf.add(photoImage(file.photo)) },
    grounds: new Map(),
  };
  const kids = drawing.pages.map((page, i) => addPage(pdf, page, contents[i]!, context));
  pdf.set(tree, PdfDict.of({ Type: new PdfName('Pages'), Kids: kids, Count: kids.length }));
  const attachment = attachMetadata(pdf, file);
  pdf.set(
    root,
    PdfDict.of({
      Type: new PdfName('Catalog'),
      Pages: tree,
      Metadata: addXmp(pdf, file.title, file.at),
      OutputIntents: [pdf.add(outputIntent(pdf))],
      Lang: encodeTextString(file.language === 'zh' ? 'zh-CN' : 'en'),
      ViewerPreferences: PdfDict.of({ DisplayDocTitle: true }),
      Names: PdfDict.of({
        EmbeddedFiles: PdfDict.of({ Names: [encodeTextString(METADATA_FILE_NAME), attachment] }),
      }),
      AF: [attachment],
    }),
  );
  const info = pdf.add(infoDictionary(file.title, file.at));
  const said = [...contents, fonts.text(), file.at.toISOString()].map((text) => utf8(text));
  const id = digest('sha256', ...said, file.metadataXml).subarray(0, 16);
  return pdf.bytes({ root, info, id });
}

interface PageContext {
  readonly tree: PdfRef;
  readonly fonts: PdfRef;
  readonly photo: Readonly<Record<string, PdfRef>>;
  readonly grounds: Map<DrawnPage['ground'], PdfRef>;
}

function addPage(pdf: NewPdf, page: DrawnPage, operators: string, context: PageContext): PdfRef {
  const { tree, fonts, photo, grounds } = context;
  const ground = grounds.get(page.ground) ?? pdf.add(groundForm(page));
  grounds.set(page.ground, ground);
  return pdf.add(
    PdfDict.of({
      Type: new PdfName('Page'),
      Parent: tree,
      MediaBox: mediaBox(page),
      Resources: PdfDict.of({ Font: fonts, XObject: PdfDict.of({ Ground: ground, ...photo }) }),
      Contents: pdf.add(deflatedStream(PdfDict.of({}), utf8(operators))),
    }),
  );
}

function mediaBox({ width, height }: DrawnPage): readonly number[] {
  return [0, 0, ...[width, height].map((mm) => Number(pdfNumber(mm * POINTS_PER_MM)))];
}

const FORMS = new WeakMap<DrawnPage['ground'], NewStream>();

/** The ground is deflated once for all licenses of a template. */
function groundForm(page: DrawnPage): NewStream {
  const known = FORMS.get(page.ground);
  if (known !== undefined) return known;
  const dict = PdfDict.of({
    Type: new PdfName('XObject'),
    Subtype: new PdfName('Form'),
    BBox: mediaBox(page),
    Resources: PdfDict.of({}),
  });
  const form = deflatedStream(dict, utf8(groundOperators(page.ground, page.height)));
  FORMS.set(page.ground, form);
  return form;
}

function photoImage({ bytes, width, height, components }: Photo): NewStream {
  const entries: Readonly<Record<string, PdfObject>> = {
    Type: new PdfName('XObject'),
    Subtype: new PdfName('Image'),
    Width: width,
    Height: height,
    BitsPerComponent: 8,
    ColorSpace: new PdfName(components === 1 ? 'DeviceGray' : 'DeviceRGB'),
    Filter: new PdfName('DCTDecode'),
  };
  return { dict: PdfDict.of(entries), data: bytes };
}

/** What the device colours of the file mean (ISO 19005-3, 6.2.3). */
function outputIntent(pdf: NewPdf): PdfDict {
  const condition = encodeTextString('sRGB IEC61966-2.1');
  return PdfDict.of({
    Type: new PdfName('OutputIntent'),
    S: new PdfName('GTS_PDFA1'),
    OutputConditionIdentifier: condition,
    Info: condition,
    DestOutputProfile: pdf.add(deflatedStream(PdfDict.of({ N: 3 }), srgbProfile())),
  });
}

/** Attaches the metadata as an associated file of the document (ISO 19005-3, 6.8; relationship Data). */
function attachMetadata(pdf: NewPdf, { metadataXml, at }: FaceFile): PdfRef {
  const date = encodeDate(at);
  const dict = PdfDict.of({
    Type: new PdfName('EmbeddedFile'),
    Subtype: new PdfName('application/xml'),
    Params: PdfDict.of({ Size: metadataXml.length, CreationDate: date, ModDate: date }),
  });
  const stream = pdf.add(deflatedStream(dict, metadataXml));
  return pdf.add(
    PdfDict.of({
      Type: new PdfName('Filespec'),
      F: encodeTextString(METADATA_FILE_NAME),
      UF: encodeTextString(METADATA_FILE_NAME),
      Desc: encodeTextString('证照元数据'),
      EF: PdfDict.of({ F: stream, UF: stream }),
      AFRelationship: new PdfName('Data'),
    }),
  );
}
