import { breakLines, type FontChain, type TextGlyph } from '../../../formats/font/index.ts';
import { YinxinError } from '../../../foundation/core/index.ts';
import type { FaceBox, FaceTextStyle } from '../template.ts';
import { MM_PER_POINT } from './drawing.ts';

/** A text broken into lines at one size. Lengths in ems. */
export interface TextBlock {
  /** Points. */
  readonly size: number;
  readonly spacing: number;
  readonly lines: readonly (readonly TextGlyph[])[];
  readonly reach: Reach;
}

/** How far pictures of glyphs reach beyond their advances and base line, in ems. */
export interface Reach {
  readonly left: number;
  readonly right: number;
  readonly above: number;
  readonly below: number;
}

/** Distance of base lines in ems. */
const PITCH = 1.35;
/** The em box of Chinese fonts stands so above and below the base line. */
const ABOVE = 0.88;
const BELOW = 0.12;
/** Points by which a text that does not fit becomes smaller. */
const SHRINK_STEP = 0.5;
const SPACE = 0x20;
/** Advances are sums of floating fractions. */
const TOLERANCE = 1e-6;

/** Glyphs of a text by paragraphs. GLYPH_MISSING with `name`. */
export function paragraphsOf(chain: FontChain, text: string, name: string): readonly TextGlyph[][] {
  return text.split(/\r\n?|\n/).map((line) => chain.glyphs(line, name));
}

/** The largest size at which the text fits its box, from `size` down to `minSize`; nothing when none does. */
export function fitBlock(
  paragraphs: readonly (readonly TextGlyph[])[],
  box: FaceBox,
  style: FaceTextStyle,
): TextBlock | undefined {
  const reach = reachOf(paragraphs);
  const least = style.minSize ?? style.size;
  for (let size = style.size; ; size = Math.max(size - SHRINK_STEP, least)) {
    const block = blockAt(paragraphs, box.width, style, size, reach);
    if (block !== undefined && heightOf(block) <= box.height + TOLERANCE) return block;
    if (size <= least) return undefined;
  }
}

/** The lines of a text at one size; nothing where it must stand on one line and does not. */
export function blockAt(
  paragraphs: readonly (readonly TextGlyph[])[],
  widthMm: number,
  style: FaceTextStyle,
  size: number,
  reach: Reach = reachOf(paragraphs),
): TextBlock | undefined {
  const spacing = style.spacing ?? 0;
  const width = widthMm / (size * MM_PER_POINT) - reach.left - reach.right + TOLERANCE;
  const wraps = style.align !== 'justify' && style.wrap !== false;
  const lines = wraps ? paragraphs.flatMap((line) => breakLines(line, width, spacing)) : paragraphs;
  if (lines.some((line) => lineWidth(line, spacing) > width)) return undefined;
  return { size, spacing, lines, reach };
}

/** Height of a block in millimetres. */
export function heightOf(block: TextBlock): number {
  return heightOfLines(block, block.lines.length);
}

export function heightOfLines({ size, reach }: TextBlock, count: number): number {
  return ((count - 1) * pitchOf(reach) + reach.above + reach.below) * size * MM_PER_POINT;
}

/** How many lines of a block a height holds. */
export function linesWithin({ size, reach }: TextBlock, heightMm: number): number {
  const ems = heightMm / (size * MM_PER_POINT) - reach.above - reach.below;
  return ems < -TOLERANCE ? 0 : Math.floor(ems / pitchOf(reach) + TOLERANCE) + 1;
}

/** Lines never touch, however high the pictures are. */
export function pitchOf({ above, below }: Reach): number {
  return Math.max(PITCH, above + below);
}

/** Width of a line in ems, without trailing spaces. */
export function lineWidth(glyphs: readonly TextGlyph[], spacing: number): number {
  let end = glyphs.length;
  while (end > 0 && glyphs[end - 1]?.codePoint === SPACE) end--;
  let width = 0;
  for (let i = 0; i < end; i++) width += (glyphs[i] as TextGlyph).advance + (i + 1 < end ? spacing : 0);
  return width;
}

/** TEXT_OVERFLOW naming the box: nothing is ever clipped. */
export function overflow(name: string, box: FaceBox, minSize: number): YinxinError {
  return new YinxinError(
    'TEXT_OVERFLOW',
    `the text of ${name} does not fit its box even at the minimum size; shorten it or enlarge the box`,
    { details: { box: name, width: box.width, height: box.height, minSize } },
  );
}

function reachOf(paragraphs: readonly (readonly TextGlyph[])[]): Reach {
  let [left, right, above, below] = [0, 0, ABOVE, BELOW];
  for (const line of paragraphs) {
    for (const { face, glyph, advance } of line) {
      const box = face.bounds(glyph);
      if (box === undefined) continue;
      left = Math.max(left, -box[0]);
      right = Math.max(right, box[2] - advance);
      above = Math.max(above, box[3]);
      below = Math.max(below, -box[1]);
    }
  }
  return { left, right, above, below };
}
