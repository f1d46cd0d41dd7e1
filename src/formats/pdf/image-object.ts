import { platform } from '#platform';
import { YinxinError } from '../../foundation/core/index.ts';
import type { JpegImage, RawImage } from './drawing.ts';
import type { IncrementalUpdate } from './incremental-update.ts';
import { PdfDict, PdfName, type PdfObject, type PdfRef } from './object.ts';

const MAX_PIXELS = 64 * 1024 * 1024;

/** Pictures that an update holds already: the slices of a riding seal are windows of one. */
const written = /* @__PURE__ */ new WeakMap<IncrementalUpdate, Map<RawImage | JpegImage, PdfRef>>();

/**
 * Adds an image (ISO 32000-1, 8.9.5), its alpha as a soft mask; over white where transparency is not permitted. One that
 * several appearances show is written once. IMAGE_INVALID when the samples do not fit the size.
 */
export function addImage(
  update: IncrementalUpdate,
  image: RawImage | JpegImage,
  transparency: boolean,
): PdfRef {
  const known = written.get(update) ?? new Map<RawImage | JpegImage, PdfRef>();
  written.set(update, known);
  const ref = known.get(image) ?? writeImage(update, image, transparency);
  known.set(image, ref);
  return ref;
}

function writeImage(update: IncrementalUpdate, image: RawImage | JpegImage, transparency: boolean): PdfRef {
  assertSize(image);
  if ('jpeg' in image) {
    const space = new PdfName(image.components === 1 ? 'DeviceGray' : 'DeviceRGB');
    return update.add({ dict: imageDict(image, space, 'DCTDecode'), data: image.jpeg });
  }
  const alpha = image.alpha?.every((value) => value === 255) === true ? undefined : image.alpha;
  const mask =
    alpha === undefined || !transparency
      ? undefined
      : update.add({
          dict: imageDict(image, new PdfName('DeviceGray'), 'FlateDecode'),
          data: deflated(image, 'alpha', () => alpha),
        });
  const dict = imageDict(image, new PdfName('DeviceRGB'), 'FlateDecode').with({ SMask: mask });
  const flat = alpha === undefined || transparency;
  const data = flat
    ? deflated(image, 'rgb', () => image.rgb)
    : deflated(image, 'over-white', () => overWhite(image.rgb, alpha));
  return update.add({ dict, data });
}

/** The picture of a seal goes into one file after the other: it is deflated once. */
const kept = /* @__PURE__ */ new WeakMap<RawImage, Map<string, Uint8Array>>();

function deflated(
  image: RawImage,
  part: 'rgb' | 'alpha' | 'over-white',
  samples: () => Uint8Array,
): Uint8Array {
  if (image.unchanging !== true) return platform.deflate(samples());
  const known = kept.get(image) ?? new Map<string, Uint8Array>();
  kept.set(image, known);
  const data = known.get(part) ?? platform.deflate(samples());
  known.set(part, data);
  return data;
}

function assertSize(image: RawImage | JpegImage): void {
  const { width, height } = image;
  const pixels = width * height;
  const whole = Number.isSafeInteger(width) && Number.isSafeInteger(height) && width > 0 && height > 0;
  const samples = 'jpeg' in image || (image.rgb.length === 3 * pixels && fits(image.alpha, pixels));
  if (!whole || pixels > MAX_PIXELS || !samples) {
    throw new YinxinError('IMAGE_INVALID', 'the picture must have 3 bytes (and 1 of alpha) per pixel', {
      details: { width, height },
    });
  }
}

function fits(alpha: Uint8Array | undefined, pixels: number): boolean {
  return alpha === undefined || alpha.length === pixels;
}

function imageDict(
  { width, height }: { readonly width: number; readonly height: number },
  space: PdfObject,
  filter: string,
): PdfDict {
  return PdfDict.of({
    Type: new PdfName('XObject'),
    Subtype: new PdfName('Image'),
    Width: width,
    Height: height,
    BitsPerComponent: 8,
    ColorSpace: space,
    Filter: new PdfName(filter),
  });
}

function overWhite(rgb: Uint8Array, alpha: Uint8Array): Uint8Array {
  return rgb.map((value, i) => {
    const a = alpha[Math.floor(i / 3)]!;
    return Math.round((value * a + 255 * (255 - a)) / 255);
  });
}
