import { FontFace, type PathCommand } from '../../formats/font/index.ts';
import type { OutlineFont } from '../../formats/ofd/index.ts';
import { isYinxinError } from '../../foundation/core/index.ts';

/** Outlines of an embedded font; `undefined` for what cannot be read, or what its maker lets nobody embed. */
export function openOutlineFont(bytes: Uint8Array): OutlineFont | undefined {
  const face = attempt(() => new FontFace(bytes, 0), undefined);
  if (face === undefined) return undefined;
  return {
    // Subsets without a table of characters name their glyphs in the page.
    glyphOf: (codePoint) => attempt(() => face.glyphOf(codePoint), 0),
    outline: (glyph) => attempt(() => pathData(face.outline(glyph)), ''),
  };
}

/** SVG counts downwards, fonts upwards. */
function pathData(commands: readonly PathCommand[]): string {
  return commands
    .map(([letter, ...numbers]) => letter + numbers.map((n, i) => rounded(i % 2 === 0 ? n : -n)).join(' '))
    .join('');
}

function rounded(value: number): string {
  const text = value.toFixed(4).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (isYinxinError(error)) return otherwise;
    throw error;
  }
}
