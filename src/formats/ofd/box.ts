import { malformed } from './elements.ts';

/** A rectangle in millimetres, y downwards from the top left corner (GB/T 33190-2016 clause 8, ST_Box). */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Largest side of anything on a page: 20 m of paper. Larger numbers are mistakes or attacks. */
const MAX_MM = 20_000;

/** Writers print binary doubles with all their digits. */
const NUMBER = /^[+-]?(?:\d{1,12}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,2})?$/;

/** A number as OFD writes them. OFD_INVALID. */
export function readNumber(text: string): number {
  if (!NUMBER.test(text.trim())) throw malformed('a number is none');
  return Number(text);
}

/** Reads `x y width height`. OFD_INVALID for anything else, and for negative or impossible sides. */
export function parseBox(text: string): Box {
  const numbers = text
    .trim()
    .split(/[ \t\r\n]+/)
    .map(readNumber);
  const [x, y, width, height] = numbers as [number, number, number, number];
  const sound =
    numbers.length === 4 && numbers.every((n) => Math.abs(n) <= MAX_MM) && width >= 0 && height >= 0;
  if (!sound) throw malformed('a rectangle is not four numbers with sides that are possible');
  return { x, y, width, height };
}

/** What both have in common, if anything. */
export function intersection(a: Box, b: Box): Box | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}
