import { YinxinError } from '../../foundation/core/index.ts';
import type { FontChain, TextGlyph } from './font-chain.ts';
import { breakLines } from './line-break.ts';

/** The place of a text. All lengths in one unit of the caller's choice, sizes too. */
export interface TextBox {
  /** Named in errors. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly size: number;
  /** The smallest size the text may shrink to. Default: `size`, no shrinking. */
  readonly minSize?: number;
  /** Default true: a long text takes more lines before it shrinks. */
  readonly wrap?: boolean;
  /** Distance of baselines, as a multiple of the size. Default 1.35. */
  readonly lineHeight?: number;
  /** Space between characters, as a fraction of the size. Default 0. */
  readonly spacing?: number;
  /** Scripts that need shaping are shaped instead of refused; what is shaped does not wrap. */
  readonly shaping?: boolean;
}

/** One line; `width` is without trailing spaces. */
export interface FittedLine {
  readonly glyphs: readonly TextGlyph[];
  readonly width: number;
  /** Baseline below the top of the text block. */
  readonly baseline: number;
}

/** Text that fits its box, from the top of the block; the caller aligns it. */
export interface FittedText {
  readonly size: number;
  readonly height: number;
  readonly lines: readonly FittedLine[];
}

// The em box of Chinese fonts stands 0.88 above and 0.12 below the baseline.
const BASELINE = 0.88;
const SHRINK = 0.97;
const SPACE = 0x20;
/** Advances are sums of floating fractions. */
const TOLERANCE = 1e-6;

/** Width of a text on one line at a size. Throws GLYPH_MISSING. */
export function measureText(chain: FontChain, text: string, size: number, field: string): number {
  return lineWidth(chain.glyphs(text, field), 0) * size;
}

/**
 * Fits a text into a box: at its size, wrapped, then shrunk down to the minimum size.
 * `\n` begins a new line. Throws GLYPH_MISSING, and TEXT_OVERFLOW naming the box: nothing is ever clipped.
 */
export function fitText(chain: FontChain, text: string, box: TextBox): FittedText {
  const paragraphs = text
    .split('\n')
    .map((line) =>
      box.shaping === true ? chain.shapedGlyphs(line, box.name) : chain.glyphs(line, box.name),
    );
  const minSize = box.minSize ?? box.size;
  for (let size = box.size; ; size = Math.max(size * SHRINK, minSize)) {
    const fitted = atSize(paragraphs, box, size);
    if (fitted !== undefined) return fitted;
    if (size <= minSize) throw overflow(box, minSize);
  }
}

function atSize(paragraphs: readonly TextGlyph[][], box: TextBox, size: number): FittedText | undefined {
  const spacing = box.spacing ?? 0;
  const width = box.width / size + TOLERANCE;
  const lines =
    box.wrap === false ? paragraphs : paragraphs.flatMap((line) => breakLines(line, width, spacing));
  const widths = lines.map((line) => lineWidth(line, spacing));
  const pitch = (box.lineHeight ?? 1.35) * size;
  const height = (lines.length - 1) * pitch + size;
  if (height > box.height + TOLERANCE || widths.some((used) => used > width)) return undefined;
  return {
    size,
    height,
    lines: lines.map((glyphs, i) => ({
      glyphs,
      width: (widths[i] as number) * size,
      baseline: i * pitch + BASELINE * size,
    })),
  };
}

function lineWidth(glyphs: readonly TextGlyph[], spacing: number): number {
  let end = glyphs.length;
  while (end > 0 && glyphs[end - 1]?.codePoint === SPACE) end--;
  let width = 0;
  for (let i = 0; i < end; i++) width += (glyphs[i] as TextGlyph).advance + (i + 1 < end ? spacing : 0);
  return width;
}

function overflow(box: TextBox, minSize: number): YinxinError {
  return new YinxinError(
    'TEXT_OVERFLOW',
    `the text of ${box.name} does not fit its box even at the minimum size; shorten it or enlarge the box`,
    { details: { box: box.name, width: box.width, height: box.height, minSize } },
  );
}
