import { countOf, nameOf, type PdfDict, pages } from '../pdf/index.ts';
import type { PdfACase } from './findings.ts';

/** Annotation types of ISO 32000-1, table 169, but those of 6.3.1. */
const TYPES = new Set([
  ...[
    'Text',
    'Link',
    'FreeText',
    'Line',
    'Square',
    'Circle',
    'Polygon',
    'PolyLine',
    'Highlight',
    'Underline',
  ],
  ...['Squiggly', 'StrikeOut', 'Stamp', 'Caret', 'Ink', 'Popup', 'FileAttachment', 'Widget', 'PrinterMark'],
  ...['TrapNet', 'Watermark', 'Redact'],
]);
/** Bits of /F (ISO 32000-1, table 165). */
const INVISIBLE = 1;
const HIDDEN = 2;
const PRINT = 4;
const NO_VIEW = 32;
const TOGGLE_NO_VIEW = 256;

/** Annotations (6.3) and forms (6.4). */
export function checkAnnotations(file: PdfACase): void {
  for (const page of pages(file.document)) {
    for (const item of file.document.array(page.dict.get('Annots')) ?? []) {
      const dict = file.dict(item);
      if (dict !== undefined) checkAnnotation(file, dict, page.ref.num);
    }
  }
  const form = file.dict(file.document.catalog().get('AcroForm'));
  if (file.resolve(form?.get('NeedAppearances')) === true) {
    file.find('PDFA_FORM_APPEARANCES', 'viewers are asked to draw the fields (/NeedAppearances)');
  }
  if (form?.get('XFA') !== undefined) file.find('PDFA_XFA', 'the form is one of XFA');
  if (file.document.catalog().get('NeedsRendering') !== undefined) {
    file.find('PDFA_XFA', 'the file must be rendered first (/NeedsRendering)');
  }
}

function checkAnnotation(file: PdfACase, dict: PdfDict, num: number): void {
  const type = nameOf(file.resolve(dict.get('Subtype'))) ?? '';
  if (!TYPES.has(type))
    file.find('PDFA_ANNOTATION_TYPE', `an annotation of the kind ${type.slice(0, 32)}`, num);
  if (type === 'Popup') return;
  const flags = countOf(file.resolve(dict.get('F'))) ?? 0;
  if ((flags & PRINT) === 0 || (flags & (INVISIBLE | HIDDEN | NO_VIEW | TOGGLE_NO_VIEW)) !== 0) {
    file.find('PDFA_ANNOTATION_FLAGS', `an annotation (${type.slice(0, 32)}) is not printed, or hidden`, num);
  }
  if (type === 'Widget' && dict.get('A') !== undefined)
    file.find('PDFA_ACTION', 'a field has an action', num);
  if (type !== 'Link') checkAppearance(file, dict, type, num);
}

/** An annotation without area needs no picture; no other picture than that of rest may be there. */
function checkAppearance(file: PdfACase, dict: PdfDict, type: string, num: number): void {
  const rectangle = file.document.array(dict.get('Rect')) ?? [];
  const sides = rectangle.map((side) => file.resolve(side));
  const flat = sides.length === 4 && sides[0] === sides[2] && sides[1] === sides[3];
  const appearance = file.dict(dict.get('AP'));
  if (appearance === undefined) {
    if (!flat)
      file.find('PDFA_ANNOTATION_APPEARANCE', `an annotation (${type.slice(0, 32)}) without appearance`, num);
    return;
  }
  const keys = [...appearance.entries.keys()];
  if (keys.length !== 1 || keys[0] !== 'N') {
    file.find('PDFA_ANNOTATION_APPEARANCE', 'an annotation has other appearances than that of rest', num);
  }
}
