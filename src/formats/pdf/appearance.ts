import { platform } from '#platform';
import { fromLatin1, YinxinError } from '../../foundation/core/index.ts';
import type { IncrementalUpdate } from './incremental-update.ts';
import { PdfDict, PdfName, type PdfObject, type PdfRef } from './object.ts';
import type { PdfPage, PdfRectangle } from './pages.ts';
import { serializeValue } from './serializer.ts';

/** A picture as raw samples, 8 bits each, rows from the top. */
export interface RawImage {
  readonly width: number;
  readonly height: number;
  /** Three bytes per pixel. */
  readonly rgb: Uint8Array;
  /** One byte per pixel, 255 is opaque; opaque everywhere where absent. */
  readonly alpha?: Uint8Array;
}

const MAX_PIXELS = 64 * 1024 * 1024;

/**
 * Adds an appearance stream that shows a picture over the whole rectangle, upright for the reader of a rotated
 * page. IMAGE_INVALID when the samples do not fit the size.
 */
export function addImageAppearance(
  update: IncrementalUpdate,
  image: RawImage,
  rectangle: PdfRectangle,
  rotate: PdfPage['rotate'],
): PdfRef {
  const picture = addImage(update, image);
  const [w, h] = sizeOf(rectangle);
  const turned = rotate === 90 || rotate === 270;
  const [width, height] = turned ? [h, w] : [w, h];
  return update.add({
    dict: formDict([0, 0, width, height], rotate, { Im0: picture }),
    data: fromLatin1(`q ${serializeValue(width)} 0 0 ${serializeValue(height)} 0 0 cm /Im0 Do Q`),
  });
}

/** Adds an appearance stream that shows nothing. */
export function addEmptyAppearance(update: IncrementalUpdate, rectangle: PdfRectangle): PdfRef {
  return update.add({ dict: formDict([0, 0, ...sizeOf(rectangle)], 0, {}), data: new Uint8Array(0) });
}

/** Width and height, in ten-thousandths of a unit. */
function sizeOf(rectangle: PdfRectangle): [number, number] {
  const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
  return [rounded(rectangle.right - rectangle.left), rounded(rectangle.top - rectangle.bottom)];
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
  pictures: Readonly<Record<string, PdfObject>>,
): PdfDict {
  const resources = Object.keys(pictures).length === 0 ? {} : { XObject: PdfDict.of(pictures) };
  return PdfDict.of({
    Type: new PdfName('XObject'),
    Subtype: new PdfName('Form'),
    BBox: box,
    Matrix: rotate === 0 ? undefined : MATRIX[rotate],
    Resources: PdfDict.of(resources),
  });
}

function addImage(update: IncrementalUpdate, image: RawImage): PdfRef {
  const { width, height, rgb, alpha } = image;
  const pixels = width * height;
  const whole = Number.isSafeInteger(width) && Number.isSafeInteger(height) && width > 0 && height > 0;
  const fits = whole && pixels <= MAX_PIXELS && rgb.length === 3 * pixels;
  if (!fits || (alpha !== undefined && alpha.length !== pixels)) {
    throw new YinxinError('IMAGE_INVALID', 'the picture must have 3 bytes (and 1 of alpha) per pixel', {
      details: { width, height, rgb: rgb.length, alpha: alpha?.length },
    });
  }
  const common = {
    Type: new PdfName('XObject'),
    Subtype: new PdfName('Image'),
    Width: width,
    Height: height,
    BitsPerComponent: 8,
    Filter: new PdfName('FlateDecode'),
  };
  const mask =
    alpha === undefined
      ? undefined
      : update.add({
          dict: PdfDict.of({ ...common, ColorSpace: new PdfName('DeviceGray') }),
          data: platform.deflate(alpha),
        });
  return update.add({
    dict: PdfDict.of({ ...common, ColorSpace: new PdfName('DeviceRGB'), SMask: mask }),
    data: platform.deflate(rgb),
  });
}
