import { FontChain, fitText, loadFontChain } from '../../formats/font/index.ts';
import { type Box, pdfNumber, rgb } from './operators.ts';
import type { VisibleText } from './options.ts';
import type { UsedFonts } from './used-fonts.ts';

const DEFAULT_SIZE = 10;
const DEFAULT_MIN_SIZE = 4;

/**
 * Text over a box, in the middle of its height. TEXT_OVERFLOW where it does not fit at its smallest, GLYPH_MISSING
 * where no font has a character, FONT_INVALID.
 */
export function drawTextBlock(text: VisibleText, chain: FontChain, fonts: UsedFonts, box: Box): string {
  const size = text.size ?? DEFAULT_SIZE;
  const fitted = fitText(chain, text.content, {
    name: 'appearance',
    width: box.width,
    height: box.height,
    size,
    minSize: Math.min(size, text.minSize ?? DEFAULT_MIN_SIZE),
    shaping: true,
  });
  const top = box.y + box.height - (box.height - fitted.height) / 2;
  const lines = fitted.lines.map((line) => {
    const free = box.width - line.width;
    const left = box.x + (text.align === 'center' ? free / 2 : text.align === 'right' ? free : 0);
    const at = `1 0 0 1 ${pdfNumber(left)} ${pdfNumber(top - line.baseline)} Tm`;
    return `${at} ${fonts.show(line.glyphs, fitted.size)}`;
  });
  const colour = text.color === undefined ? '0 g' : `${rgb(text.color)} rg`;
  return `q ${colour} BT\n${lines.join('\n')}\nET Q`;
}

/** The chain of a text; loading one is dear, so callers may bring it. */
export function chainOf({ fonts }: VisibleText): FontChain {
  return fonts instanceof FontChain ? fonts : loadFontChain(fonts);
}
