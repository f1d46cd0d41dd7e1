import { type PathCommand, transformPath } from '../../formats/font/index.ts';
import { decodePng, encodePng } from '../../formats/png/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { flatten } from './flatten.ts';
import type { SealCentre } from './options.ts';
import { star } from './shapes.ts';
import { parseSvgPath } from './svg-path.ts';

/** The outlines in the centre; a PNG has none. */
export function centreOutline(centre: SealCentre, radius: number): readonly PathCommand[] {
  if (centre === 'star') return star(radius);
  if (centre === 'none' || 'png' in centre) return [];
  return 'path' in centre ? centre.path : fitted(parseSvgPath(centre.svgPath), radius);
}

/** A path scaled into a circle around the origin, its box centred. */
function fitted(path: readonly PathCommand[], radius: number): PathCommand[] {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  let edges = 0;
  flatten(path, (x0, y0, x1, y1) => {
    // The first edge only leads to the first point.
    if (edges++ === 0) return;
    [left, right] = [Math.min(left, x0, x1), Math.max(right, x0, x1)];
    [bottom, top] = [Math.min(bottom, y0, y1), Math.max(top, y0, y1)];
  });
  const diagonal = Math.sqrt((right - left) ** 2 + (top - bottom) ** 2);
  if (!(diagonal > 0) || !Number.isFinite(diagonal)) {
    throw new YinxinError('ARGUMENT_INVALID', 'the path of the emblem encloses nothing');
  }
  const scale = (2 * radius) / diagonal;
  return transformPath(path, [
    scale,
    0,
    0,
    scale,
    (-(left + right) / 2) * scale,
    (-(bottom + top) / 2) * scale,
  ]);
}

/** A picture as ink: the darker and the more opaque, the more of the colour of the seal. IMAGE_INVALID. */
export interface Ink {
  readonly width: number;
  readonly height: number;
  /** One byte per pixel, 255 is full ink. */
  readonly coverage: Uint8Array;
}

/** Reads an emblem; on a picture without transparency white is the ground. IMAGE_INVALID. */
export function inkOf(png: Uint8Array): Ink {
  const { width, height, data } = decodePng(png);
  const coverage = new Uint8Array(width * height);
  for (let i = 0; i < coverage.length; i++) {
    const [r, g, b, a] = [data[4 * i]!, data[4 * i + 1]!, data[4 * i + 2]!, data[4 * i + 3]!];
    // Red is ink as well: the least of the channels tells how far a colour is from white.
    coverage[i] = Math.round((a * (255 - Math.min(r, g, b))) / 255);
  }
  return { width, height, coverage };
}

/** The ink in a colour, as PNG with a transparent ground. */
export function inkPng(
  { width, height, coverage }: Ink,
  [r, g, b]: readonly [number, number, number],
): Uint8Array {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < coverage.length; i++) data.set([r, g, b, coverage[i]!], 4 * i);
  return encodePng({ width, height, data, kind: 'rgba' });
}

/** Ink over a square of pixels in the middle of a picture, the mean of what each pixel covers. */
export function addInk(
  target: Uint8Array,
  size: { readonly width: number; readonly height: number },
  ink: Ink,
  side: number,
): void {
  const scale = side / Math.max(ink.width, ink.height);
  const left = size.width / 2 - (ink.width * scale) / 2;
  const top = size.height / 2 - (ink.height * scale) / 2;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(size.height, top + ink.height * scale); y++) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(size.width, left + ink.width * scale); x++) {
      const mean = meanOf(ink, (x - left) / scale, (y - top) / scale, 1 / scale);
      const i = y * size.width + x;
      target[i] = Math.max(target[i]!, mean);
    }
  }
}

function meanOf({ width, height, coverage }: Ink, x: number, y: number, span: number): number {
  const [x0, y0] = [Math.max(0, Math.floor(x)), Math.max(0, Math.floor(y))];
  const [x1, y1] = [
    Math.min(width, Math.max(x0 + 1, Math.round(x + span))),
    Math.min(height, Math.max(y0 + 1, Math.round(y + span))),
  ];
  let sum = 0;
  let count = 0;
  for (let v = y0; v < y1; v++) {
    for (let u = x0; u < x1; u++) {
      sum += coverage[v * width + u]!;
      count++;
    }
  }
  return count === 0 ? 0 : Math.round(sum / count);
}
