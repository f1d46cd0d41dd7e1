import type { PdfDocument } from './document.ts';
import { isPdfArray, nameOf, PdfDict, type PdfObject, PdfRef } from './object.ts';
import { pdfInvalid } from './syntax.ts';

/** A rectangle in default user space units, left below right and bottom below top. */
export interface PdfRectangle {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** One page with its inherited attributes (ISO 32000-1, 7.7.3.4). */
export interface PdfPage {
  /** 0 is the first. */
  readonly index: number;
  readonly ref: PdfRef;
  readonly dict: PdfDict;
  /** What a viewer shows: the crop box within the media box. */
  readonly visibleBox: PdfRectangle;
  /** Clockwise: 0, 90, 180 or 270. */
  readonly rotate: 0 | 90 | 180 | 270;
  /** Points per user space unit are 1/72 inch times this (PDF 1.6). */
  readonly userUnit: number;
}

const MAX_TREE_DEPTH = 64;
/** US Letter: what viewers assume for the missing media box that the standard forbids. */
const DEFAULT_BOX: PdfRectangle = { left: 0, bottom: 0, right: 612, top: 792 };

/** Pages in order, read one by one. A tree with a loop or a wrong node is PDF_INVALID when that node is reached. */
export function* pages(document: PdfDocument, revision?: number): Generator<PdfPage> {
  const root = document.catalog(revision).get('Pages');
  if (!(root instanceof PdfRef)) throw pdfInvalid('the catalog has no page tree');
  const walk = { document, revision, seen: new Set<number>(), index: 0 };
  yield* walkNode(walk, root, new Map(), 0);
}

interface Walk {
  readonly document: PdfDocument;
  readonly revision: number | undefined;
  readonly seen: Set<number>;
  index: number;
}

type Inherited = ReadonlyMap<string, PdfObject>;

function* walkNode(walk: Walk, ref: PdfRef, inherited: Inherited, depth: number): Generator<PdfPage> {
  if (walk.seen.has(ref.num)) throw pdfInvalid('the page tree forms a loop or names a page twice');
  if (depth > MAX_TREE_DEPTH) throw pdfInvalid('the page tree is deeper than 64');
  walk.seen.add(ref.num);
  const dict = walk.document.resolve(ref, walk.revision);
  if (!(dict instanceof PdfDict)) throw pdfInvalid(`page tree node ${ref.num} is no dictionary`);
  const attributes = inherit(dict, inherited);
  const kids = walk.document.array(dict.get('Kids'), walk.revision);
  if (kids === undefined || nameOf(dict.get('Type')) === 'Page') {
    yield pageOf(walk, ref, dict, attributes);
    return;
  }
  for (const kid of kids) {
    if (!(kid instanceof PdfRef)) throw pdfInvalid('a page that is no indirect object');
    yield* walkNode(walk, kid, attributes, depth + 1);
  }
}

const INHERITED = ['MediaBox', 'CropBox', 'Rotate'] as const;

function inherit(dict: PdfDict, inherited: Inherited): Inherited {
  let out: Map<string, PdfObject> | undefined;
  for (const key of INHERITED) {
    const own = dict.get(key);
    if (own === undefined) continue;
    out ??= new Map(inherited);
    out.set(key, own);
  }
  return out ?? inherited;
}

function pageOf(walk: Walk, ref: PdfRef, dict: PdfDict, attributes: Inherited): PdfPage {
  const resolve = (value: PdfObject | undefined): PdfObject | undefined =>
    walk.document.resolve(value, walk.revision);
  const media = rectangleOf(resolve(attributes.get('MediaBox')), resolve) ?? DEFAULT_BOX;
  const crop = rectangleOf(resolve(attributes.get('CropBox')), resolve) ?? media;
  const visible = {
    left: Math.max(media.left, crop.left),
    bottom: Math.max(media.bottom, crop.bottom),
    right: Math.min(media.right, crop.right),
    top: Math.min(media.top, crop.top),
  };
  const empty = visible.left >= visible.right || visible.bottom >= visible.top;
  const turn = resolve(attributes.get('Rotate'));
  const rotate = typeof turn === 'number' && turn % 90 === 0 ? ((turn % 360) + 360) % 360 : 0;
  const unit = resolve(dict.get('UserUnit'));
  return {
    index: walk.index++,
    ref,
    dict,
    visibleBox: empty ? media : visible,
    rotate: rotate as PdfPage['rotate'],
    userUnit: typeof unit === 'number' && unit > 0 ? unit : 1,
  };
}

/** A rectangle from an array of four numbers in any corner order (7.9.5). */
export function rectangleOf(
  value: PdfObject | undefined,
  resolve: (value: PdfObject | undefined) => PdfObject | undefined,
): PdfRectangle | undefined {
  if (!isPdfArray(value) || value.length !== 4) return undefined;
  const numbers = value.map((item) => resolve(item));
  if (!numbers.every((item) => typeof item === 'number')) return undefined;
  const [x1, y1, x2, y2] = numbers as [number, number, number, number];
  return {
    left: Math.min(x1, x2),
    bottom: Math.min(y1, y2),
    right: Math.max(x1, x2),
    top: Math.max(y1, y2),
  };
}

/** The page with an index from 0; undefined after the last. */
export function pageAt(document: PdfDocument, index: number): PdfPage | undefined {
  for (const page of pages(document)) if (page.index === index) return page;
  return undefined;
}
