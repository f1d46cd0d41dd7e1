import { type FittedText, type FontChain, fitText } from '../../formats/font/index.ts';
import type { PdfContent } from './pdf-content.ts';
import { POINTS_PER_MM, rgb } from './pdf-syntax.ts';
import type { FaceBox, FaceTextStyle } from './template.ts';

/** Fits a text into its box and draws it. Throws GLYPH_MISSING or TEXT_OVERFLOW with `name`. */
export function drawText(
  content: PdfContent,
  fonts: FontChain,
  name: string,
  text: string,
  box: FaceBox,
  style: FaceTextStyle,
): void {
  const fitted = fitBox(fonts, name, text, box, style);
  const free = box.height - fitted.height / POINTS_PER_MM;
  const top = box.y + (style.valign === 'top' ? 0 : free / 2);
  content.add(`${rgb(style.color ?? '#000000')} rg`);
  for (const line of fitted.lines) {
    const spacing = spacingOf(line.glyphs.length, line.width, box, style, fitted.size);
    const width =
      line.width + (style.align === 'justify' ? spacing * Math.max(0, line.glyphs.length - 1) : 0);
    const x = box.x + leftOf(style.align, box.width - width / POINTS_PER_MM);
    content.text(line, x, top + line.baseline / POINTS_PER_MM, fitted.size, spacing);
  }
}

function fitBox(
  fonts: FontChain,
  name: string,
  text: string,
  box: FaceBox,
  style: FaceTextStyle,
): FittedText {
  return fitText(fonts, text, {
    name,
    width: box.width * POINTS_PER_MM,
    height: box.height * POINTS_PER_MM,
    size: style.size,
    ...(style.minSize === undefined ? {} : { minSize: style.minSize }),
    wrap: style.align === 'justify' ? false : (style.wrap ?? true),
    ...(style.spacing === undefined ? {} : { spacing: style.spacing }),
  });
}

function spacingOf(glyphs: number, width: number, box: FaceBox, style: FaceTextStyle, size: number): number {
  if (style.align !== 'justify') return (style.spacing ?? 0) * size;
  return glyphs < 2 ? 0 : (box.width * POINTS_PER_MM - width) / (glyphs - 1);
}

function leftOf(align: FaceTextStyle['align'], free: number): number {
  return align === 'center' ? free / 2 : align === 'right' ? free : 0;
}
