import { isYinxinError, YinxinError } from '../../../foundation/core/index.ts';
import type { PdfDocument } from '../document.ts';
import { countOf, nameOf, type PdfDict, type PdfObject, type PdfRef, PdfString } from '../object.ts';
import type { ObjectView } from '../object-view.ts';
import { type PdfPage, type PdfRectangle, pages } from '../pages.ts';
import { type SeenBox, seenBox } from '../placement.ts';
import { type Matrix, pointUnder, product } from '../text/index.ts';
import { decodeTextString } from '../text-string.ts';
import { AnnotationLists, type ListedAnnotation } from './annotation-lists.ts';
import {
  type Drawing,
  type DrawnSamples,
  drawingOf,
  type PictureReading,
  type StoredPicture,
} from './drawing.ts';

/** One picture in an annotation, as a person sees it. Millimetres from the top left of the page as it is seen. */
export interface DrawnPicture {
  /** Drawn by a widget; else by a stamp. */
  readonly isWidget: boolean;
  /** From 1. */
  readonly page: number;
  readonly pageSize: { readonly width: number; readonly height: number };
  /** The annotation. */
  readonly shown: SeenBox;
  /** The whole picture, of which `shown` may be a part. Absent where what is drawn is not one upright picture. */
  readonly picture?: SeenBox;
  readonly samples?: DrawnSamples;
  /** Why the appearance is not one upright picture, in words. */
  readonly problem?: string;
  /** Why nobody sees it, in words. */
  readonly hidden?: string;
  /** Something of the same state of the file is drawn over it. */
  readonly covered: boolean;
}

/** Invisible, Hidden, NoView (ISO 32000-1, table 165). */
const UNSEEN = 1 | 2 | 32;

/** Opacity and blend mode of an annotation (ISO 32000-2, table 166). */
const BLENDED: readonly string[] = ['CA', 'ca', 'BM'];

/** /NM of a stamp annotation; undefined for other annotations. */
export function stampName(view: ObjectView, dict: PdfDict): string | undefined {
  if (nameOf(view.resolve(dict.get('Subtype'))) !== 'Stamp') return undefined;
  const name = view.resolve(dict.get('NM'));
  return name instanceof PdfString ? decodeTextString(name) : undefined;
}

/**
 * What annotations show, if it is one picture each, drawn upright by an appearance that does nothing else. Whatever
 * else an appearance does (text, lines, a second picture, a blend, optional content) is a problem told in words. A picture
 * that `isKnown` knows as it stands in the file is not decoded. LIMIT_EXCEEDED for more than 100,000.
 */
export function drawnPictures(
  document: PdfDocument,
  revision: number | undefined,
  wanted: (dict: PdfDict, ref: PdfRef) => boolean,
  isKnown?: (stored: StoredPicture) => boolean,
): DrawnPicture[] {
  const view = document.view(revision);
  const reading: PictureReading = { cache: new Map(), isKnown: document.encrypted ? undefined : isKnown };
  const out: DrawnPicture[] = [];
  const lists = new AnnotationLists(view, wanted);
  for (const page of pages(document, revision))
    for (const annotation of lists.of(page.dict)) {
      if (out.length === MAX_PICTURES) throw tooManyPictures();
      out.push(drawnBy(view, page, annotation, reading));
    }
  return out;
}

/** One for each page of the longest files. Pages that share a long list would have as many as both multiplied. */
const MAX_PICTURES = 100_000;

function tooManyPictures(): YinxinError {
  return new YinxinError('LIMIT_EXCEEDED', `pages show more than ${MAX_PICTURES} pictures of one signature`, {
    details: { limit: 'pictures' },
  });
}

function drawnBy(
  view: ObjectView,
  page: PdfPage,
  { dict, rectangle, covered }: ListedAnnotation,
  reading: PictureReading,
): DrawnPicture {
  const resolve = (value: PdfObject | undefined): PdfObject | undefined => view.resolve(value);
  const { width, height } = seenBox(page, page.visibleBox);
  const isWidget = nameOf(resolve(dict.get('Subtype'))) === 'Widget';
  const at = { isWidget, page: page.index + 1, pageSize: { width, height } };
  if (rectangle === undefined) {
    return {
      ...at,
      shown: { x: 0, y: 0, width: 0, height: 0 },
      problem: 'it has no rectangle',
      covered: false,
    };
  }
  const shown = seenBox(page, rectangle);
  const hidden = hiddenBecause(view, dict);
  const isCovered = covered();
  const base = { ...at, shown, covered: isCovered === true, ...(hidden === undefined ? {} : { hidden }) };
  if (isCovered === undefined) return { ...base, problem: 'more annotations follow it than are compared' };
  const drawing = readDrawing(view, dict, reading);
  if (typeof drawing === 'string') return { ...base, problem: drawing };
  const toPage = appearanceMatrix(drawing.matrix, drawing.box, rectangle);
  const whole = toPage === undefined ? undefined : uprightBox(page, product(drawing.image, toPage));
  if (whole === undefined) return { ...base, problem: 'the picture is turned, mirrored or flat' };
  return { ...base, picture: whole, samples: drawing.samples };
}

function readDrawing(view: ObjectView, dict: PdfDict, reading: PictureReading): Drawing | string {
  try {
    return drawingOf(view, dict, reading);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return `its appearance cannot be read: ${error.message}`;
  }
}

function hiddenBecause(view: ObjectView, dict: PdfDict): string | undefined {
  const flags = countOf(view.resolve(dict.get('F'))) ?? 0;
  if ((flags & UNSEEN) !== 0) return 'its flags hide it';
  if (dict.get('OC') !== undefined) return 'it belongs to optional content';
  if (BLENDED.some((key) => dict.get(key) !== undefined)) return 'it is blended with what lies below';
  return undefined;
}

/** The map from the space of the form to the page (ISO 32000-1 12.5.5, algorithm 8). */
function appearanceMatrix(
  matrix: Matrix,
  [x1, y1, x2, y2]: Drawing['box'],
  rectangle: PdfRectangle,
): Matrix | undefined {
  const corners = [
    [x1, y1],
    [x2, y1],
    [x1, y2],
    [x2, y2],
  ].map(([x, y]) => pointUnder(matrix, x!, y!));
  const [left, right] = extent(corners.map(([x]) => x));
  const [bottom, top] = extent(corners.map(([, y]) => y));
  if (right === left || top === bottom) return undefined;
  const sx = (rectangle.right - rectangle.left) / (right - left);
  const sy = (rectangle.top - rectangle.bottom) / (top - bottom);
  return product(matrix, [sx, 0, 0, sy, rectangle.left - left * sx, rectangle.bottom - bottom * sy]);
}

function extent(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/** Where the unit square lies for the reader of the page; undefined unless the picture stands upright. */
function uprightBox(page: PdfPage, m: Matrix): SeenBox | undefined {
  const corner = pointUnder(m, 0, 0);
  const across = pointUnder(m, 1, 0);
  const up = pointUnder(m, 0, 1);
  const seen = (x: number, y: number): SeenBox => seenBox(page, { left: x, right: x, bottom: y, top: y });
  const [o, a, b] = [seen(...corner), seen(...across), seen(...up)];
  const slack = 0.01;
  const upright =
    Math.abs(a.y - o.y) < slack && Math.abs(b.x - o.x) < slack && a.x - o.x > slack && o.y - b.y > slack;
  return upright ? { x: o.x, y: b.y, width: a.x - o.x, height: o.y - b.y } : undefined;
}
