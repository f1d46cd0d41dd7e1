import {
  embedSignature,
  IncrementalUpdate,
  type NewStream,
  type OpenPdfOptions,
  openPdf,
  PdfDict,
  type PdfDocument,
  PdfName,
  type PdfObject,
  PdfRef,
  type PrepareSignature,
  prepareSignature,
  readSignatures,
} from '../../src/formats/pdf/index.ts';
import {
  type Change,
  concatBytes,
  fromLatin1,
  type Modification,
  sourceFromBytes,
} from '../../src/foundation/core/index.ts';
import { assessCoverage } from '../../src/signatures/pades/coverage.ts';
import { assessModification } from '../../src/signatures/pades/modification.ts';
import { type Bodies, buildPdf } from '../unit/pdf/build-pdf.ts';

/** Object numbers of {@link contract}. */
export const OBJ = {
  catalog: 1,
  pages: 2,
  page1: 3,
  page2: 4,
  content1: 5,
  content2: 6,
  resources: 7,
  font: 8,
  image: 9,
  form: 10,
  buyer: 11,
  buyerName: 12,
  agreed: 13,
  signHere: 14,
  appearance: 15,
  note: 16,
  outlines: 17,
  names: 18,
  labels: 19,
  layers: 20,
  layer: 21,
  structure: 22,
  colorSpace: 23,
  tint: 24,
  info: 25,
  unused: 26,
  readOnly: 27,
  graphics: 28,
  script: 29,
  xfa: 30,
  onAppearance: 31,
  secondSign: 32,
} as const;

const stream = (dict: string, data: string): string =>
  `<< ${dict} /Length ${data.length} >>\nstream\n${data}\nendstream`;
const form = (data: string): string => stream('/Type /XObject /Subtype /Form /BBox [0 0 100 20]', data);

const CONTRACT: Bodies = {
  1: `<< /Type /Catalog /Pages 2 0 R /AcroForm 10 0 R /Outlines 17 0 R /Names 18 0 R /PageLabels 19 0 R
    /OCProperties 20 0 R /StructTreeRoot 22 0 R /MarkInfo << /Marked true >> >>`,
  2: '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 595 842] >>',
  3: '<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources 7 0 R /Annots [12 0 R 13 0 R 14 0 R 16 0 R 27 0 R] >>',
  4: '<< /Type /Page /Parent 2 0 R /Contents 6 0 R /Resources 7 0 R /Rotate 0 >>',
  5: stream('', 'BT /F1 12 Tf (100 yuan) Tj ET'),
  6: stream('', 'BT /F1 12 Tf (terms) Tj ET'),
  7: '<< /Font << /F1 8 0 R >> /XObject << /Im0 9 0 R >> /ColorSpace << /C0 23 0 R >> /ExtGState << /G0 28 0 R >> /Properties << /L0 21 0 R >> >>',
  8: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  9: stream(
    '/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray',
    'x',
  ),
  10: '<< /Fields [11 0 R 13 0 R 14 0 R 27 0 R 32 0 R] /DA (/Helv 0 Tf 0 g) /DR << /Font << /Helv 8 0 R >> >> /XFA 30 0 R /CO [12 0 R] >>',
  11: '<< /T (buyer) /FT /Tx /Kids [12 0 R] >>',
  12: '<< /T (name) /Parent 11 0 R /Type /Annot /Subtype /Widget /Rect [10 10 110 30] /P 3 0 R /V (Li) /AP << /N 15 0 R >> /F 4 /AA << /K 29 0 R >> >>',
  13: '<< /T (agreed) /FT /Btn /Type /Annot /Subtype /Widget /Rect [10 40 30 60] /P 3 0 R /V /Off /AS /Off /AP << /N << /On 31 0 R >> >> /F 4 >>',
  14: '<< /T (signHere) /FT /Sig /Type /Annot /Subtype /Widget /Rect [10 100 110 120] /P 3 0 R /F 4 >>',
  15: form('BT (Li) Tj ET'),
  16: '<< /Type /Annot /Subtype /Text /Rect [0 0 10 10] /Contents (a note) /P 3 0 R >>',
  17: '<< /Type /Outlines /Count 0 >>',
  18: '<< /Dests << /Names [(start) [3 0 R /Fit]] >> >>',
  19: '<< /Nums [0 << /S /D >>] >>',
  20: '<< /OCGs [21 0 R] /D << /OFF [21 0 R] >> >>',
  21: '<< /Type /OCG /Name (hidden) >>',
  22: '<< /Type /StructTreeRoot /K << /Type /StructElem /S /Document /P 22 0 R >> >>',
  23: '[/Separation /Spot /DeviceCMYK 24 0 R]',
  24: '<< /FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [0 0 0 1] >>',
  25: '<< /Title (Contract) /Producer (maker) /ModDate (D:20260101000000Z) >>',
  26: form('BT (prepared) Tj ET'),
  27: '<< /T (number) /FT /Tx /Ff 1 /Type /Annot /Subtype /Widget /Rect [10 200 110 220] /P 3 0 R /V (1) /F 4 >>',
  28: '<< /Type /ExtGState /CA 1 >>',
  29: '<< /S /JavaScript /JS (1) >>',
  30: stream('', '<xdp/>'),
  31: form('0 0 m'),
  32: '<< /T (secondSign) /FT /Sig /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R /F 132 >>',
};

/** Two pages, a filled form, two empty signature fields, and one of everything that must not change. */
export function contract(changes: Bodies = {}): Uint8Array {
  return buildPdf({ ...CONTRACT, ...changes }, '/Info 25 0 R');
}

/** Signs with a value that is none: for what stands around it. */
export async function sign(file: Uint8Array, what: Partial<PrepareSignature> = {}): Promise<Uint8Array> {
  const prepared = await prepareSignature(await openPdf(sourceFromBytes(file)), {
    subFilter: what.type === 'DocTimeStamp' ? 'ETSI.RFC3161' : 'ETSI.CAdES.detached',
    contentsSize: 16,
    ...what,
  });
  return concatBytes(file, embedSignature(prepared, Uint8Array.of(0x30, 0)));
}

/** What an update may do to a file. */
export interface Editor {
  readonly document: PdfDocument;
  /** The dictionary of an object. */
  dict(num: number): PdfDict;
  /** Writes an object anew. */
  set(num: number, body: PdfObject | NewStream): void;
  /** Writes a dictionary with some keys changed, or removed where undefined. */
  change(num: number, keys: Readonly<Record<string, PdfObject | undefined>>): void;
  add(body: PdfObject | NewStream): PdfRef;
}

/** Appends one more revision, as any editor would. */
export async function update(file: Uint8Array, edit: (editor: Editor) => void): Promise<Uint8Array> {
  const pdf = await openPdf(sourceFromBytes(file));
  const bytes = await pdf.read((document) => {
    const writer = new IncrementalUpdate(document);
    const dict = (num: number): PdfDict => document.dict(new PdfRef(num))!;
    const set: Editor['set'] = (num, body) => writer.set(new PdfRef(num), body);
    edit({
      document,
      dict,
      set,
      change: (num, keys) => set(num, dict(num).with(keys)),
      add: (body) => writer.add(body),
    });
    return writer.finish().bytes;
  });
  return concatBytes(file, bytes);
}

/** A form XObject that draws something. */
export function drawing(text = 'BT /F1 40 Tf (FORGED) Tj ET'): NewStream {
  const dict = { Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 100, 20] };
  return { dict: PdfDict.of(dict), data: fromLatin1(text) };
}

export function name(text: string): PdfName {
  return new PdfName(text);
}

/** What came out for one signature. */
export interface Outcome {
  readonly modification: Modification;
  readonly codes: readonly string[];
  readonly changes: readonly Change[];
  readonly problems: readonly string[];
  readonly unanalysed: string | undefined;
}

/** The third axis of every signature, by its field. */
export async function outcomes(
  file: Uint8Array,
  options: OpenPdfOptions = {},
): Promise<Readonly<Record<string, Outcome>>> {
  const pdf = await openPdf(sourceFromBytes(file), options);
  const { covered, doubtful } = await pdf.read((document) => {
    const { signatures, problems } = readSignatures(document);
    return {
      covered: assessCoverage(document, signatures),
      doubtful: problems.length > 0 || document.repaired,
    };
  });
  const judged = await assessModification(pdf, covered, doubtful);
  return Object.fromEntries(
    judged.covered.map(({ signature, modification, changes, problems, unanalysed }) => [
      signature.fieldName,
      {
        modification,
        changes,
        codes: [...new Set(changes.map(({ code }) => code))].sort(),
        problems: problems.map(({ code }) => code),
        unanalysed,
      },
    ]),
  );
}

/** The outcome of the signature that was made first. */
export async function outcome(file: Uint8Array, field = 'Signature1'): Promise<Outcome> {
  const all = await outcomes(file);
  const one = all[field];
  if (one === undefined) throw new Error(`no signature in ${field}, but in ${Object.keys(all).join()}`);
  return one;
}
