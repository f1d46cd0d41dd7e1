import type { FontChain } from '../../../formats/font/index.ts';
import type { FaceBox, FaceTextStyle } from '../template.ts';
import { type DrawnLine, type DrawnText, MM_PER_POINT } from './drawing.ts';
import {
  fitBlock,
  heightOf,
  lineWidth,
  overflow,
  paragraphsOf,
  pitchOf,
  type TextBlock,
} from './text-block.ts';

/** Fits a text into its box. Throws GLYPH_MISSING or TEXT_OVERFLOW with `name`. */
export function placeText(
  chain: FontChain,
  name: string,
  text: string,
  box: FaceBox,
  style: FaceTextStyle,
): DrawnText {
  const block = fitBlock(paragraphsOf(chain, text, name), box, style);
  if (block === undefined) throw overflow(name, box, style.minSize ?? style.size);
  return placeBlock(name, block, box, style);
}

/** A block at its place within a box. */
export function placeBlock(name: string, block: TextBlock, box: FaceBox, style: FaceTextStyle): DrawnText {
  const em = block.size * MM_PER_POINT;
  const top = box.y + (style.valign === 'top' ? 0 : (box.height - heightOf(block)) / 2);
  const spacing = style.align === 'justify' ? spreadOf(block, box.width / em) : block.spacing;
  const lines = block.lines.map((glyphs, i): DrawnLine => {
    const free = box.width / em - lineWidth(glyphs, spacing) - block.reach.left - block.reach.right;
    return {
      glyphs,
      x: box.x + (block.reach.left + leftOf(style.align, free)) * em,
      baseline: top + (block.reach.above + i * pitchOf(block.reach)) * em,
    };
  });
  return {
    kind: 'text',
    name,
    box,
    size: block.size,
    spacing: spacing * block.size,
    color: style.color ?? '#000000',
    lines,
  };
}

/** Ems between the characters of one line that fills its box. */
function spreadOf({ lines, reach }: TextBlock, width: number): number {
  const [line = []] = lines;
  if (line.length < 2) return 0;
  return (width - reach.left - reach.right - lineWidth(line, 0)) / (line.length - 1);
}

function leftOf(align: FaceTextStyle['align'], free: number): number {
  return align === 'center' ? free / 2 : align === 'right' ? free : 0;
}
