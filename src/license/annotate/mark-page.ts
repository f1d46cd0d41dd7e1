import type { FontChain, TextGlyph } from '../../formats/font/index.ts';
import type { PdfPage } from '../../formats/pdf/index.ts';
import type { PdfFonts } from '../face/index.ts';

/** Points. */
const MARK_SIZE = 15;
const MARK_LEADING = 22;
const FOOT_SIZE = 7.5;
const FOOT_LEADING = 10;
const FOOT_MARGIN = 20;
const FOOT_BOTTOM = 9;
/** Room around each mark. */
const GAP = { across: 70, along: 90 } as const;
const ANGLE = Math.PI / 6;
/** A page of any size gets no more marks than this. */
const MAX_MARKS = 400;

/** Names of the page's resources that the operators use. */
export const MARK_RESOURCES = { original: 'YX_Original', faint: 'YX_Faint' } as const;

/**
 * Operators over the copied page: the mark again and again across it, faint, and a sentence at its foot. All as text that
 * can be searched, upright for the reader however the page is turned.
 */
export function markOperators(
  page: PdfPage,
  texts: { readonly mark: readonly string[]; readonly foot: string },
  chain: FontChain,
  fonts: PdfFonts,
): string {
  const { matrix, width, height } = readerSpace(page);
  const mark = texts.mark.map((line) => chain.glyphs(line, 'watermark'));
  const foot = footLines(chain.glyphs(texts.foot, 'watermark'), width - 2 * FOOT_MARGIN);
  return [
    `q /${MARK_RESOURCES.original} Do Q`,
    `q ${matrix.map(number).join(' ')} cm`,
    `q /${MARK_RESOURCES.faint} gs 0.75 0.1 0.1 rg`,
    ...markPlaces(mark, width, height).map(([x, y]) => markAt(mark, x, y, fonts)),
    'Q',
    footOperators(foot, width, fonts),
    'Q',
  ].join('\n');
}

/** From a space with its origin at the lower left for the reader to that of the page (ISO 32000-1, 7.7.3.3 Rotate). */
function readerSpace({ visibleBox, rotate }: PdfPage): { matrix: number[]; width: number; height: number } {
  const { left, bottom, right, top } = visibleBox;
  const [across, up] = [right - left, top - bottom];
  if (rotate === 90) return { matrix: [0, 1, -1, 0, right, bottom], width: up, height: across };
  if (rotate === 180) return { matrix: [-1, 0, 0, -1, right, top], width: across, height: up };
  if (rotate === 270) return { matrix: [0, -1, 1, 0, left, top], width: up, height: across };
  return { matrix: [1, 0, 0, 1, left, bottom], width: across, height: up };
}

/** Lower left corners of the marks: rows along the slope, every other shifted by half, at least one in the middle. */
function markPlaces(
  lines: readonly (readonly TextGlyph[])[],
  width: number,
  height: number,
): [number, number][] {
  const length = Math.max(...lines.map((line) => widthOf(line, MARK_SIZE)));
  const [cos, sin] = [Math.cos(ANGLE), Math.sin(ANGLE)];
  const stepX = length * cos + GAP.across;
  const stepY = length * sin + lines.length * MARK_LEADING * cos + GAP.along - 40;
  const middle: [number, number] = [width / 2 - (length * cos) / 2, height / 2 - (length * sin) / 2];
  const places: [number, number][] = [];
  for (let row = -Math.ceil(height / stepY); row <= Math.ceil(height / stepY); row++) {
    const shift = row % 2 === 0 ? 0 : stepX / 2;
    for (let column = -Math.ceil(width / stepX); column <= Math.ceil(width / stepX); column++) {
      const [x, y] = [middle[0] + column * stepX + shift, middle[1] + row * stepY];
      const seen = x > -length * cos && x < width && y > -length * sin && y < height;
      if (seen) places.push([x, y]);
    }
  }
  // The one in the middle is whole wherever the others are cut by the edges.
  places.sort((a, b) => distance(a, middle) - distance(b, middle));
  return places.slice(0, MAX_MARKS);
}

function markAt(lines: readonly (readonly TextGlyph[])[], x: number, y: number, fonts: PdfFonts): string {
  const [cos, sin] = [Math.cos(ANGLE), Math.sin(ANGLE)];
  return lines
    .map((line, i) => {
      const down = (i - (lines.length - 1) / 2) * MARK_LEADING;
      const place = [cos, sin, -sin, cos, x + down * sin, y - down * cos];
      return showText(line, MARK_SIZE, place, fonts);
    })
    .join('\n');
}

function footOperators(lines: readonly (readonly TextGlyph[])[], width: number, fonts: PdfFonts): string {
  const height = lines.length * FOOT_LEADING + 4;
  const ground = `1 1 1 rg ${number(FOOT_MARGIN - 4)} ${number(FOOT_BOTTOM - 4)} ${number(width - 2 * FOOT_MARGIN + 8)} ${number(height)} re f`;
  const text = lines.map((line, i) => {
    const up = FOOT_BOTTOM + (lines.length - 1 - i) * FOOT_LEADING;
    return showText(line, FOOT_SIZE, [1, 0, 0, 1, FOOT_MARGIN, up], fonts);
  });
  return [ground, '0.65 0.05 0.05 rg', ...text].join('\n');
}

function footLines(glyphs: readonly TextGlyph[], width: number): TextGlyph[][] {
  const lines: TextGlyph[][] = [[]];
  let used = 0;
  for (const glyph of glyphs) {
    const advance = glyph.advance * FOOT_SIZE;
    if (used + advance > width && used > 0) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)!.push(glyph);
    used += advance;
  }
  return lines;
}

function showText(
  line: readonly TextGlyph[],
  size: number,
  place: readonly number[],
  fonts: PdfFonts,
): string {
  const runs = fonts.runs(line).map(({ font, codes }) => `/${font} ${number(size)} Tf <${codes}> Tj`);
  return `BT ${place.map(number).join(' ')} Tm ${runs.join(' ')} ET`;
}

function widthOf(line: readonly TextGlyph[], size: number): number {
  return line.reduce((sum, { advance }) => sum + advance * size, 0);
}

function distance(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** At most four decimals, never an exponent (ISO 32000-1, 7.3.3). */
function number(value: number): string {
  return String(Math.round(value * 10_000) / 10_000 || 0);
}
