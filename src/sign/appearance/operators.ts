import { YinxinError } from '../../foundation/core/index.ts';

/** A box in points, its origin at the lower left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A PDF number: at most three decimals, never an exponent (ISO 32000-1, 7.3.3). */
export function pdfNumber(value: number): string {
  return String(Math.round(value * 1000) / 1000 || 0);
}

/** Operands of a rectangle. */
export function rectangle({ x, y, width, height }: Box): string {
  return `${[x, y, width, height].map(pdfNumber).join(' ')} re`;
}

/** `0.9 0 0.07` of a colour written as `#rrggbb`; ARGUMENT_INVALID for any other. */
export function rgb(color: string): string {
  if (!/^#[0-9A-Fa-f]{6}$/.test(color)) {
    throw new YinxinError('ARGUMENT_INVALID', 'a colour is written as #rrggbb', { details: { color } });
  }
  return [1, 3, 5].map((at) => pdfNumber(Number.parseInt(color.slice(at, at + 2), 16) / 255)).join(' ');
}
