import type { PdfDocument } from '../document.ts';
import { countOf, isPdfArray, nameOf, type PdfArray, type PdfDict, type PdfObject } from '../object.ts';
import { standardWidth } from './standard-widths.ts';

/** Advance of a code, in thousandths of the em. */
export type Widths = (code: number) => number;

/** A CIDFont names its widths one by one: no font has more glyphs. */
const MAX_WIDTHS = 70_000;
/** Annex of table 117: the width of what is not listed. */
const DEFAULT_CID_WIDTH = 1000;

/** Widths of a simple font (ISO 32000-1, 9.6.2), or of a standard one that leaves them out. */
export function simpleWidths(document: PdfDocument, font: PdfDict): Widths {
  const first = countOf(document.resolve(font.get('FirstChar'))) ?? 0;
  const list = document.array(font.get('Widths'));
  const descriptor = document.dict(font.get('FontDescriptor'));
  const missing = numberOf(document, descriptor?.get('MissingWidth'));
  const name = nameOf(document.resolve(font.get('BaseFont'))) ?? '';
  return (code) =>
    numberOf(document, list?.[code - first]) ??
    (list === undefined ? standardWidth(name, code) : (missing ?? 0));
}

/** Widths of a CIDFont by CID (9.7.4.3): `c [w1 w2 …]` and `first last w`. */
export function cidWidths(document: PdfDocument, font: PdfDict | undefined): Widths {
  const usual = numberOf(document, font?.get('DW')) ?? DEFAULT_CID_WIDTH;
  const widths = new Map<number, number>();
  const items = (document.array(font?.get('W')) ?? []).map((item) => document.resolve(item) ?? null);
  for (let i = 0; i + 1 < items.length && widths.size < MAX_WIDTHS; ) i += take(document, items, i, widths);
  return (code) => widths.get(code) ?? usual;
}

function take(document: PdfDocument, items: PdfArray, at: number, widths: Map<number, number>): number {
  const first = countOf(items[at]) ?? 0;
  const second = items[at + 1];
  if (isPdfArray(second)) {
    for (const [i, width] of second.slice(0, MAX_WIDTHS).entries()) {
      widths.set(first + i, numberOf(document, width) ?? 0);
    }
    return 2;
  }
  const last = Math.min(countOf(second) ?? 0, first + MAX_WIDTHS);
  const width = numberOf(document, items[at + 2]) ?? 0;
  for (let cid = first; cid <= last; cid++) widths.set(cid, width);
  return 3;
}

function numberOf(document: PdfDocument, value: PdfObject | undefined): number | undefined {
  const number = document.resolve(value);
  return typeof number === 'number' ? number : undefined;
}
