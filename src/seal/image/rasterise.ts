import type { PathCommand } from '../../formats/font/index.ts';
import { flatten } from './flatten.ts';

/**
 * Coverage of every pixel, 0 to 255, of a closed path filled by the non-zero rule. Pixel units, y downwards.
 * Signed areas are summed along each row, exactly, so there is no sampling pattern to be seen; only where
 * edges of overlapping shapes meet inside one pixel is the value approximate.
 */
export function rasterise(path: readonly PathCommand[], width: number, height: number): Uint8Array {
  const areas = new Float64Array(width * height + 1);
  flatten(path, (x0, y0, x1, y1) => addLine(areas, width, height, x0, y0, x1, y1));
  const coverage = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    let winding = 0;
    for (let x = 0; x < width; x++) {
      winding += areas[y * width + x] as number;
      coverage[y * width + x] = Math.round(Math.min(1, Math.abs(winding)) * 255);
    }
  }
  return coverage;
}

/** Adds one edge: for each row the change of winding it causes, split over the pixels it crosses. */
function addLine(
  areas: Float64Array,
  width: number,
  height: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): void {
  if (y0 === y1) return;
  const sign = y0 < y1 ? 1 : -1;
  const [topX, topY, bottomX, bottomY] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
  const slope = (bottomX - topX) / (bottomY - topY);
  const last = Math.min(height - 1, Math.ceil(bottomY) - 1);
  for (let row = Math.max(0, Math.floor(topY)); row <= last; row++) {
    const from = Math.max(topY, row);
    const to = Math.min(bottomY, row + 1);
    const a = clamp(topX + (from - topY) * slope, width);
    const b = clamp(topX + (to - topY) * slope, width);
    addSpan(areas, row * width, width, Math.min(a, b), Math.max(a, b), (to - from) * sign);
  }
}

function clamp(x: number, width: number): number {
  return Math.min(width, Math.max(0, x));
}

/** Within one row: an edge from `left` to `right` that covers `amount` of the row's height. */
function addSpan(
  areas: Float64Array,
  base: number,
  width: number,
  left: number,
  right: number,
  amount: number,
): void {
  if (left >= width) return;
  const first = Math.floor(left);
  const next = Math.max(first + 1, Math.ceil(right));
  let covered = 0;
  for (let x = first; x < Math.min(width, next); x++) {
    const total = areaUpTo(left, right, x + 1) * amount;
    areas[base + x]! += total - covered;
    covered = total;
  }
  // Whatever the crossed pixels did not take is full coverage for the rest of the row.
  if (next < width) areas[base + next]! += amount - covered;
}

/** The part of the pixel that ends at `x` which lies right of the edge, averaged over the edge's height. */
function areaUpTo(left: number, right: number, x: number): number {
  if (right - left < 1e-12) return clampUnit(x - left);
  // Mean over t of clamp(x - edge(t), 0, 1) with edge running from left to right.
  const integral = (u: number): number => (u <= 0 ? 0 : u >= 1 ? u - 0.5 : (u * u) / 2);
  return (integral(x - left) - integral(x - right)) / (right - left);
}

function clampUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
