import { fromLatin1 } from '../../foundation/core/index.ts';
import { type ArchivalRules, archivalRules } from './archival.ts';
import type { PdfDocument } from './document.ts';
import type { Draw, JpegImage, PdfDrawing, RawImage } from './drawing.ts';
import { addFont } from './font-object.ts';
import { addImage } from './image-object.ts';
import type { IncrementalUpdate } from './incremental-update.ts';
import { PdfDict, PdfName, type PdfObject, type PdfRef } from './object.ts';
import type { PdfPage, PdfRectangle } from './pages.ts';
import { serializeValue } from './serializer.ts';

/** A part of a picture, in parts of its width and height, from its top left corner: all of it is 0, 0, 1, 1. */
export interface PictureWindow {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WHOLE: PictureWindow = { x: 0, y: 0, width: 1, height: 1 };

/** Draws a picture, or the part of it in the window, over the whole box; the box clips the rest. */
export function drawImage(image: RawImage | JpegImage, window: PictureWindow = WHOLE): Draw {
  return ({ width, height }) => {
    const [w, h] = [width / window.width, height / window.height];
    const matrix = [w, 0, 0, h, -window.x * w, height - (1 - window.y) * h].map(rounded);
    return { operators: `q ${matrix.map(serializeValue).join(' ')} cm /Im0 Do Q`, images: { Im0: image } };
  };
}

/** Where an appearance goes: the page as far as it matters. */
export type AppearancePage = Pick<PdfPage, 'rotate' | 'userUnit'>;

/**
 * Adds an appearance stream that fills a rectangle of a page, upright for the reader where the page is turned, in points
 * whatever its user unit. A file that claims to be PDF/A gets only what its part permits. IMAGE_INVALID.
 */
export function addAppearance(
  document: PdfDocument,
  update: IncrementalUpdate,
  draw: Draw,
  rectangle: PdfRectangle,
  page: AppearancePage,
): PdfRef {
  const w = rounded((rectangle.right - rectangle.left) * page.userUnit);
  const h = rounded((rectangle.top - rectangle.bottom) * page.userUnit);
  const turned = page.rotate === 90 || page.rotate === 270;
  const [width, height] = turned ? [h, w] : [w, h];
  const drawing = draw({ width, height });
  return update.add({
    dict: formDict([0, 0, width, height], page.rotate, resources(update, drawing, archivalRules(document))),
    data: fromLatin1(drawing.operators),
  });
}

/**
 * As {@link addAppearance}, with a picture over the whole rectangle.
 */
export function addImageAppearance(
  document: PdfDocument,
  update: IncrementalUpdate,
  image: RawImage | JpegImage,
  rectangle: PdfRectangle,
  page: AppearancePage,
  window?: PictureWindow,
): PdfRef {
  return addAppearance(document, update, drawImage(image, window), rectangle, page);
}

/** Adds an appearance stream that shows nothing. */
export function addEmptyAppearance(update: IncrementalUpdate): PdfRef {
  return update.add({ dict: formDict([0, 0, 0, 0], 0, {}), data: new Uint8Array(0) });
}

/** Ten-thousandths of a unit. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** Turned against /Rotate; the viewer then fits the turned box into /Rect (ISO 32000-1, 12.5.5). */
const MATRIX: Readonly<Record<PdfPage['rotate'], readonly number[]>> = {
  0: [1, 0, 0, 1, 0, 0],
  90: [0, 1, -1, 0, 0, 0],
  180: [-1, 0, 0, -1, 0, 0],
  270: [0, -1, 1, 0, 0, 0],
};

function formDict(
  box: readonly number[],
  rotate: PdfPage['rotate'],
  named: Readonly<Record<string, PdfObject>>,
): PdfDict {
  return PdfDict.of({
    Type: new PdfName('XObject'),
    Subtype: new PdfName('Form'),
    BBox: box,
    Matrix: rotate === 0 ? undefined : MATRIX[rotate],
    Resources: PdfDict.of(named),
  });
}

function resources(
  update: IncrementalUpdate,
  { images = {}, fonts = {} }: PdfDrawing,
  rules: ArchivalRules,
): Record<string, PdfObject> {
  const out: Record<string, PdfObject> = {};
  const add = <T>(key: string, items: Readonly<Record<string, T>>, write: (item: T) => PdfRef): void => {
    const entries = Object.entries(items).map(([name, item]) => [name, write(item)] as const);
    if (entries.length > 0) out[key] = PdfDict.of(Object.fromEntries(entries));
  };
  add('XObject', images, (image) => addImage(update, image, rules.transparency));
  add('Font', fonts, (font) => addFont(update, font));
  if (!rules.deviceColours) out['ColorSpace'] = defaultSpaces();
  return out;
}

const WHITE = [0.9505, 1, 1.089];

/** sRGB without a profile (8.6.5.3), for device colours that no output intent explains (8.6.5.6). */
function defaultSpaces(): PdfDict {
  return PdfDict.of({
    DefaultGray: [new PdfName('CalGray'), PdfDict.of({ WhitePoint: WHITE, Gamma: 2.2 })],
    DefaultRGB: [
      new PdfName('CalRGB'),
      PdfDict.of({
        WhitePoint: WHITE,
        Gamma: [2.2, 2.2, 2.2],
        Matrix: [0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505],
      }),
    ],
  });
}
