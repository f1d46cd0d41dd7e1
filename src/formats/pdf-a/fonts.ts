import { isPdfArray, nameOf, type PdfDict, type PdfObject, PdfRef, PdfStream } from '../pdf/index.ts';
import type { PdfACase } from './findings.ts';
import { trueTypeMeasures } from './true-type-measures.ts';

const SUBTYPES = new Set(['Type0', 'Type1', 'MMType1', 'TrueType', 'Type3']);
/** Widths in thousandths may be rounded (6.2.11.5). */
const WIDTH_TOLERANCE = 1;
const NOTDEF = 0;

/** Every font of the file (6.2.11): embedded, measured as its program says, mapped as its kind wants. */
export function checkFonts(file: PdfACase): void {
  const view = file.document.view();
  for (let num = 1; num < file.document.nextObjectNumber; num++) {
    const dict = view.dict(new PdfRef(num));
    if (nameOf(view.resolve(dict?.get('Type'))) !== 'Font' || dict === undefined) continue;
    const subtype = nameOf(view.resolve(dict.get('Subtype'))) ?? '';
    if (subtype.startsWith('CIDFont')) continue;
    if (!SUBTYPES.has(subtype)) file.find('PDFA_FONT', 'a font of an unknown kind', num);
    if (subtype === 'Type0') checkComposite(file, dict, num);
    else if (subtype !== 'Type3') checkProgram(file, file.dict(dict.get('FontDescriptor')), num);
    if (subtype !== 'Type3' && dict.get('ToUnicode') === undefined && subtype === 'Type0') {
      file.find(
        'PDFA_TO_UNICODE',
        'the font does not say what its characters are (level U; a face needs it)',
        num,
      );
    }
  }
}

function checkComposite(file: PdfACase, dict: PdfDict, num: number): void {
  const descendant = file.dict(file.document.array(dict.get('DescendantFonts'))?.[0]);
  if (descendant === undefined) {
    file.find('PDFA_FONT', 'a composite font without its CIDFont', num);
    return;
  }
  const encoding = file.resolve(dict.get('Encoding'));
  const identity = ['Identity-H', 'Identity-V'].includes(nameOf(encoding) ?? '');
  if (!identity && !(encoding instanceof PdfStream)) {
    file.find('PDFA_CMAP', 'the encoding is neither Identity nor embedded', num);
  }
  checkProgram(file, file.dict(descendant.get('FontDescriptor')), num);
  const kind = nameOf(file.resolve(descendant.get('Subtype')));
  const shown = file.shownCodes.get(num) ?? new Set<number>();
  if (identity && shown.has(NOTDEF)) file.find('PDFA_NOTDEF', 'the font shows .notdef', num);
  if (kind !== 'CIDFontType2') return;
  const map = file.resolve(descendant.get('CIDToGIDMap'));
  if (nameOf(map) !== 'Identity' && !(map instanceof PdfStream)) {
    file.find('PDFA_CID_TO_GID', 'an embedded TrueType CIDFont without CIDToGIDMap', num);
  }
  if (identity && nameOf(map) === 'Identity') checkMeasures(file, descendant, shown, num);
}

function checkProgram(file: PdfACase, descriptor: PdfDict | undefined, num: number): void {
  const programs = ['FontFile', 'FontFile2', 'FontFile3'].filter(
    (key) => file.resolve(descriptor?.get(key)) instanceof PdfStream,
  );
  if (programs.length !== 1) file.find('PDFA_FONT_EMBEDDED', 'the font program is not embedded', num);
}

/** Each glyph that is shown is in the program, as wide as the dictionary says, and in the CIDSet where there is one. */
function checkMeasures(file: PdfACase, descendant: PdfDict, shown: ReadonlySet<number>, num: number): void {
  const descriptor = file.dict(descendant.get('FontDescriptor'));
  const program = file.resolve(descriptor?.get('FontFile2'));
  if (!(program instanceof PdfStream)) return;
  const data = file.data(program);
  const measures = data === undefined ? undefined : trueTypeMeasures(data);
  if (measures === undefined) {
    file.find('PDFA_FONT_EMBEDDED', 'the font program cannot be read', num);
    return;
  }
  const widths = widthsOf(file, descendant.get('W'));
  const usual = file.resolve(descendant.get('DW'));
  for (const cid of shown) {
    const real = measures.width(cid);
    if (real === undefined) {
      file.find('PDFA_FONT_EMBEDDED', `the font program lacks glyph ${cid}`, num);
      continue;
    }
    const said = widths.get(cid) ?? (typeof usual === 'number' ? usual : 1000);
    if (Math.abs(said - real) > WIDTH_TOLERANCE)
      file.find('PDFA_GLYPH_WIDTH', `glyph ${cid} has another width`, num);
  }
  checkCidSet(file, descriptor, measures.count, num);
}

function checkCidSet(file: PdfACase, descriptor: PdfDict | undefined, count: number, num: number): void {
  const set = file.resolve(descriptor?.get('CIDSet'));
  if (!(set instanceof PdfStream)) return;
  const bits = file.data(set) ?? new Uint8Array(0);
  for (let cid = 1; cid < count; cid++) {
    if (((bits[cid >> 3] ?? 0) & (0x80 >> (cid & 7))) !== 0) continue;
    file.find('PDFA_CID_SET', `the CIDSet leaves out glyph ${cid}`, num);
    return;
  }
}

/** Widths of CIDs from /W (ISO 32000-1, 9.7.4.3), bounded by what CIDs there are. */
function widthsOf(file: PdfACase, value: PdfObject | undefined): Map<number, number> {
  const widths = new Map<number, number>();
  const items = file.document.array(value) ?? [];
  for (let i = 0; i < items.length; ) {
    const first = file.resolve(items[i]);
    const second = file.resolve(items[i + 1]);
    if (typeof first !== 'number') return widths;
    if (isPdfArray(second)) {
      for (const [k, width] of second.entries()) {
        const real = file.resolve(width);
        if (typeof real === 'number') widths.set(first + k, real);
      }
      i += 2;
      continue;
    }
    const width = file.resolve(items[i + 2]);
    if (typeof second !== 'number' || typeof width !== 'number') return widths;
    for (let cid = first; cid <= Math.min(second, 0xffff); cid++) widths.set(cid, width);
    i += 3;
  }
  return widths;
}
