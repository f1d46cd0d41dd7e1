import { latin1 } from '../../../foundation/core/index.ts';
import { countOf, isPdfArray, nameOf, type PdfDict, PdfStream } from '../object.ts';
import type { ObjectView } from '../object-view.ts';
import { IDENTITY, type Matrix, matrixOf } from '../text/index.ts';

/** The samples of a drawn picture as a PDF stores them. */
export interface DrawnSamples {
  readonly width: number;
  readonly height: number;
  /** Three bytes per pixel, or the file of a JPEG. */
  readonly kind: 'raw' | 'jpeg';
  readonly data: Uint8Array;
  readonly alpha?: Uint8Array;
  /** As it stands in the file; absent in encrypted ones. */
  readonly stored?: StoredPicture;
  /** The caller knew it as it stands: it was not decoded, and `data` is empty. */
  readonly isKnown: boolean;
}

/** Everything that the samples of a picture follow from. */
export interface StoredPicture {
  readonly width: number;
  readonly height: number;
  /** Name of its filter and that of its mask; empty where there is none. */
  readonly filters: readonly string[];
  /** Raw data of the picture and of its mask. */
  readonly parts: readonly Uint8Array[];
}

/** How pictures are read. */
export interface PictureReading {
  readonly cache: PictureCache;
  /** True for a picture that need not be decoded; undefined where the file is encrypted. */
  readonly isKnown: ((stored: StoredPicture) => boolean) | undefined;
}

/** Pictures read already, by the place of their streams: the slices of a riding seal show one. */
export type PictureCache = Map<number, DrawnSamples | string>;

/** An appearance that draws one picture and nothing else. */
export interface Drawing {
  /** From the unit square to the space of the form. */
  readonly image: Matrix;
  readonly matrix: Matrix;
  readonly box: readonly [number, number, number, number];
  readonly samples: DrawnSamples;
}

/** `q a b c d e f cm /Name Do Q` and nothing else. */
const ONE_PICTURE = /^\s*q\s+((?:[-+]?(?:\d+\.?\d*|\.\d+)\s+){6})cm\s*\/([A-Za-z0-9_.-]{1,64})\s+Do\s+Q\s*$/;
/** A longer content draws more than a picture. */
const MAX_CONTENT = 1024;

const FORM_KEYS: ReadonlySet<string> = new Set([
  'Type',
  'Subtype',
  'FormType',
  'BBox',
  'Matrix',
  'Resources',
  'Length',
  'Filter',
]);

/** What the appearance of an annotation draws, or why it is not one picture, in words. */
export function drawingOf(view: ObjectView, annotation: PdfDict, reading: PictureReading): Drawing | string {
  const states = view.dict(annotation.get('AP'));
  const normal = view.resolve(states?.get('N'));
  if (!(normal instanceof PdfStream)) return 'it has no appearance';
  if (annotation.get('AS') !== undefined) return 'its appearance depends on a state';
  const odd = [...normal.dict.entries.keys()].find((key) => !FORM_KEYS.has(key));
  if (odd !== undefined || normal.dict.duplicateKeys.length > 0) return `its appearance carries /${odd}`;
  const content = view.streamData(normal, MAX_CONTENT * 64);
  const match = content.length > MAX_CONTENT ? null : ONE_PICTURE.exec(latin1(content));
  if (match === null) return 'its appearance draws something else than one picture';
  const numbers = match[1]!.trim().split(/\s+/).map(Number);
  const box = view.array(normal.dict.get('BBox'))?.map((item) => view.resolve(item));
  const matrix = normal.dict.get('Matrix');
  const image = matrixOf(numbers);
  const turn =
    matrix === undefined ? IDENTITY : matrixOf(view.array(matrix)?.map((item) => view.resolve(item)));
  const samples = samplesOf(view, normal.dict, match[2]!, reading);
  if (typeof samples === 'string') return samples;
  const measured = box?.length === 4 && box.every((item) => typeof item === 'number');
  if (!measured || image === undefined || turn === undefined) return 'its appearance has no right measures';
  return { image, matrix: turn, box: box as [number, number, number, number], samples };
}

const IMAGE_KEYS: ReadonlySet<string> = new Set([
  'Type',
  'Subtype',
  'Width',
  'Height',
  'BitsPerComponent',
  'ColorSpace',
  'Filter',
  'SMask',
  'Length',
]);
/** A seal of 60 mm at 1,200 dpi has 32 MB. */
const MAX_SAMPLES = 64 * 1024 * 1024;

function samplesOf(
  view: ObjectView,
  form: PdfDict,
  name: string,
  { cache, isKnown }: PictureReading,
): DrawnSamples | string {
  const resources = view.dict(form.get('Resources'));
  const image = view.resolve(view.dict(resources?.get('XObject'))?.get(name));
  if (!(image instanceof PdfStream)) return 'the picture of its appearance is missing';
  const samples = cache.get(image.start) ?? readSamples(view, image, isKnown);
  cache.set(image.start, samples);
  return samples;
}

function readSamples(
  view: ObjectView,
  image: PdfStream,
  isKnown: PictureReading['isKnown'],
): DrawnSamples | string {
  const problem = imageProblem(view, image.dict, 'DeviceRGB');
  if (problem !== undefined) return problem;
  const size = sizeOf(view, image.dict);
  const mask = maskOf(view, image.dict, size);
  if (typeof mask === 'string') return mask;
  const filters = [image, mask].map((one) => filterOf(view, one));
  const isJpeg = filters[0] === 'DCTDecode';
  const kind = isJpeg ? 'jpeg' : 'raw';
  const stored = isKnown === undefined ? undefined : storedPicture(view, size, filters, [image, mask]);
  if (stored !== undefined && isKnown?.(stored) === true) {
    return { ...size, kind, data: new Uint8Array(0), stored, isKnown: true };
  }
  const alpha = mask === undefined ? undefined : view.streamData(mask, MAX_SAMPLES);
  if (alpha !== undefined && alpha.length !== size.width * size.height) {
    return 'the mask of the picture has not all of its samples';
  }
  const data = isJpeg ? view.rawData(image).raw : view.streamData(image, MAX_SAMPLES);
  if (!isJpeg && data.length !== size.width * size.height * 3)
    return 'the picture has not all of its samples';
  return {
    ...size,
    kind,
    data,
    ...(alpha === undefined ? {} : { alpha }),
    ...(stored === undefined ? {} : { stored }),
    isKnown: false,
  };
}

function storedPicture(
  view: ObjectView,
  size: { readonly width: number; readonly height: number },
  filters: readonly string[],
  streams: readonly (PdfStream | undefined)[],
): StoredPicture {
  const parts = streams.flatMap((stream) => (stream === undefined ? [] : [view.rawData(stream).raw]));
  return { ...size, filters, parts };
}

/** Chains of filters are written by nobody for a seal: their names joined never equal those of one filter. */
function filterOf(view: ObjectView, stream: PdfStream | undefined): string {
  const filter = view.resolve(stream?.dict.get('Filter'));
  if (isPdfArray(filter)) return filter.map((one) => nameOf(view.resolve(one)) ?? '?').join('+');
  return nameOf(filter) ?? '';
}

function maskOf(
  view: ObjectView,
  image: PdfDict,
  size: { readonly width: number; readonly height: number },
): PdfStream | string | undefined {
  const stored = image.get('SMask');
  if (stored === undefined) return undefined;
  const mask = view.resolve(stored);
  if (!(mask instanceof PdfStream)) return 'the mask of the picture is missing';
  const problem =
    mask.dict.get('SMask') === undefined ? imageProblem(view, mask.dict, 'DeviceGray') : 'mask of a mask';
  if (problem !== undefined) return problem;
  const own = sizeOf(view, mask.dict);
  const fits = own.width === size.width && own.height === size.height;
  return fits ? mask : 'the mask of the picture has another size';
}

/** Keys that change what is seen (/Decode, /Mask, /OC, /Matte …) have no place in a picture that is compared. */
function imageProblem(view: ObjectView, dict: PdfDict, space: string): string | undefined {
  const odd = [...dict.entries.keys()].find((key) => !IMAGE_KEYS.has(key));
  if (odd !== undefined || dict.duplicateKeys.length > 0)
    return `the picture carries /${odd ?? 'a key twice'}`;
  const plain =
    nameOf(view.resolve(dict.get('Subtype'))) === 'Image' &&
    nameOf(view.resolve(dict.get('ColorSpace'))) === space &&
    view.resolve(dict.get('BitsPerComponent')) === 8;
  return plain ? undefined : `the picture is not of 8 bits in ${space}`;
}

function sizeOf(view: ObjectView, dict: PdfDict): { width: number; height: number } {
  return {
    width: countOf(view.resolve(dict.get('Width'))) ?? 0,
    height: countOf(view.resolve(dict.get('Height'))) ?? 0,
  };
}
