import { YinxinError } from '../../foundation/core/index.ts';
import type { Box } from './box.ts';

/** Micrometres: finer than any printer, and the same text wherever it is written. */
const UNITS_PER_MM = 1000;

/** A length in millimetres, to the micrometre. ARGUMENT_INVALID for what is no number on a page. */
export function writeMm(value: number): string {
  if (!(Math.abs(value) <= 20_000)) {
    throw new YinxinError('ARGUMENT_INVALID', 'a length on a page must be a number of millimetres');
  }
  // No sign in front of nothing.
  return String(Math.round(value * UNITS_PER_MM) / UNITS_PER_MM || 0);
}

/** ST_Box: `x y width height` (GB/T 33190-2016 clause 7). */
export function writeBox({ x, y, width, height }: Box): string {
  return [x, y, width, height].map(writeMm).join(' ');
}
