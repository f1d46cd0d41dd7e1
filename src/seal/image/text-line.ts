import { type FontChain, type PathCommand, type TextGlyph, transformPath } from '../../formats/font/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';

/** Bottom of the em box below the baseline. */
export const DESCENT = 0.12;

/** A box that one line of text is set into: centred, as large as it fits. */
export interface LineBox {
  /** Middle of the line. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Most and least height of a character. */
  readonly most: number;
  readonly least: number;
  /** Least width to height of a character. */
  readonly narrowest: number;
}

/** Characters of a text in ems. */
export function ems(glyphs: readonly TextGlyph[]): number {
  return glyphs.reduce((sum, glyph) => sum + glyph.advance, 0);
}

/** One horizontal line, as tall as it may be, then lower, then narrower. GLYPH_MISSING, TEXT_OVERFLOW. */
export function textLine(font: FontChain, text: string, box: LineBox, what: string): PathCommand[] {
  const glyphs = font.glyphs(text, what);
  const width = Math.max(ems(glyphs), 1e-6);
  for (let step = 0; step <= 20; step++) {
    const height = box.most + ((box.least - box.most) * step) / 20;
    const ratio = Math.min(1, box.width / (width * height));
    const wanted = step === 20 ? box.narrowest : Math.max(box.narrowest, 0.8);
    if (ratio >= wanted) return place(glyphs, height, ratio, box);
  }
  throw new YinxinError('TEXT_OVERFLOW', `the text does not fit into the seal (${what}): shorten it`, {
    details: { box: what, characters: glyphs.length },
  });
}

function place(
  glyphs: readonly TextGlyph[],
  height: number,
  ratio: number,
  { x, y }: LineBox,
): PathCommand[] {
  const baseline = y - height * (0.5 - DESCENT);
  let at = x - (ems(glyphs) * height * ratio) / 2;
  return glyphs.flatMap((glyph) => {
    const left = at;
    at += glyph.advance * height * ratio;
    return transformPath(glyph.face.outline(glyph.glyph), [height * ratio, 0, 0, height, left, baseline]);
  });
}
