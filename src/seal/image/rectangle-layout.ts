import { type FontChain, type PathCommand, transformPath } from '../../formats/font/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import type { RectangleSealOptions, SealDrawing, SquareSealOptions } from './options.ts';
import { frame } from './shapes.ts';
import { DESCENT, textLine } from './text-line.ts';

/** Border and the room within it, in fractions of the shorter side. */
const BORDER = 1 / 20;
const GAP = 1.2 / 20;

/** A rectangular seal: a frame and lines of text, each as large as it fits. */
export function rectangleSeal({ lines, widthMm, heightMm, font }: RectangleSealOptions): SealDrawing {
  const shorter = Math.min(widthMm, heightMm);
  const margin = shorter * (BORDER + GAP);
  const pitch = (heightMm - 2 * margin) / lines.length;
  const path = lines.flatMap((line, index) =>
    textLine(
      font,
      line,
      {
        x: 0,
        y: heightMm / 2 - margin - pitch * (index + 0.5),
        width: widthMm - 2 * margin,
        most: pitch * 0.9,
        least: pitch * 0.35,
        narrowest: 0.5,
      },
      `seal line ${index + 1}`,
    ),
  );
  return { widthMm, heightMm, path: [...frame(widthMm, heightMm, shorter * BORDER), ...path] };
}

/** A square personal seal: two columns of two, from the top, the right one first. */
export function squareSeal({ name, suffix, sizeMm = 20, font }: SquareSealOptions): SealDrawing {
  const characters = charactersOf(name, suffix);
  const inner = sizeMm * (1 - 2 * (BORDER + GAP));
  const cell = inner / 2;
  const path = characters.flatMap((character, index) => {
    const column = index < 2 ? 1 : 0;
    const row = index % 2;
    const left = -inner / 2 + column * cell;
    const bottom = inner / 2 - (row + 1) * cell;
    return inCell(font, character, left, bottom, cell);
  });
  return { widthMm: sizeMm, heightMm: sizeMm, path: [...frame(sizeMm, sizeMm, sizeMm * BORDER), ...path] };
}

/** The suffix that fills four places (印, 之印). */
function charactersOf(name: string, suffix: string | undefined): readonly string[] {
  const own = [...name];
  const fitting = ['之印', '印', ''][own.length - 2];
  const all = [...own, ...(suffix ?? fitting ?? '')];
  if (own.length >= 2 && all.length === 4) return all;
  throw new YinxinError(
    'ARGUMENT_INVALID',
    'a square seal has four characters: a name of two to four and its suffix; draw others as a rectangle',
    { details: { characters: all.length } },
  );
}

function inCell(
  font: FontChain,
  character: string,
  left: number,
  bottom: number,
  cell: number,
): PathCommand[] {
  const size = cell * 0.94;
  return font.glyphs(character, 'seal name').flatMap((glyph) => {
    const x = left + (cell - glyph.advance * size) / 2;
    const y = bottom + (cell - size) / 2 + DESCENT * size;
    return transformPath(glyph.face.outline(glyph.glyph), [size, 0, 0, size, x, y]);
  });
}
