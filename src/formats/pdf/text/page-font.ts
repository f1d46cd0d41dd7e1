import { isYinxinError, latin1 } from '../../../foundation/core/index.ts';
import type { PdfDocument } from '../document.ts';
import { nameOf, PdfDict, type PdfObject, PdfStream } from '../object.ts';
import { type CodeReading, readingOfByte, readingOfCMap } from './code-text.ts';
import { textOfGlyphName } from './glyph-names.ts';
import { cidWidths, simpleWidths, type Widths } from './glyph-widths.ts';
import { matrixOf } from './matrix.ts';
import { parseToUnicode } from './to-unicode.ts';

/** One code of a shown string. */
export interface ShownCode {
  /** Undefined where the font does not tell what the code means. */
  readonly text: string | undefined;
  /** Along the line, as a fraction of the em. */
  readonly advance: number;
  /** Word spacing is added to it (9.3.3). */
  readonly isSpace: boolean;
}

/** A font as far as text and places need it. */
export interface PageFont {
  readonly vertical: boolean;
  codes(bytes: Uint8Array): ShownCode[];
}

/** Reads a font dictionary: ToUnicode, else its encoding. What cannot be read has places and no text. */
export function openPageFont(document: PdfDocument, font: PdfDict): PageFont {
  const subtype = nameOf(document.resolve(font.get('Subtype')));
  const mapped = toUnicodeOf(document, font);
  if (subtype === 'Type0') return compositeFont(document, font, mapped);
  const scale = subtype === 'Type3' ? type3Scale(document, font) : 0.001;
  const encoding = document.resolve(font.get('Encoding'));
  const base = encoding instanceof PdfDict ? document.resolve(encoding.get('BaseEncoding')) : encoding;
  const reading = readingOfByte(nameOf(base));
  const named = encoding instanceof PdfDict ? differences(document, encoding) : new Map<number, string>();
  const text = (code: number): string | undefined =>
    mapped?.get(code) ?? (named.has(code) ? textOfGlyphName(named.get(code)!) : reading.text(code));
  return fontOf({ ...reading, text }, simpleWidths(document, font), scale, false);
}

function compositeFont(
  document: PdfDocument,
  font: PdfDict,
  mapped: ReadonlyMap<number, string> | undefined,
): PageFont {
  const name = nameOf(document.resolve(font.get('Encoding'))) ?? 'Identity-H';
  const reading = readingOfCMap(name);
  const text = (code: number): string | undefined => mapped?.get(code) ?? reading.text(code);
  const descendant = document.dict(document.array(font.get('DescendantFonts'))?.[0]);
  // Only Identity leaves codes as CIDs; elsewhere single bytes are half as wide, as CJK fonts have it.
  const byCid = cidWidths(document, descendant);
  const widths: Widths = name.startsWith('Identity') ? byCid : (code) => (code < 0x100 ? 500 : 1000);
  return fontOf({ ...reading, text }, widths, 0.001, name.endsWith('V'));
}

function fontOf(reading: CodeReading, widths: Widths, scale: number, vertical: boolean): PageFont {
  return {
    vertical,
    codes: (bytes) => {
      const out: ShownCode[] = [];
      for (let i = 0; i < bytes.length; ) {
        const length = reading.length(bytes[i]!);
        const code = length === 1 ? bytes[i]! : (bytes[i]! << 8) | (bytes[i + 1] ?? 0);
        // One em is the usual advance of vertical writing (9.7.4.3).
        const advance = vertical ? 1 : widths(code) * scale;
        out.push({ text: reading.text(code), advance, isSpace: length === 1 && code === 0x20 });
        i += length;
      }
      return out;
    },
  };
}

/** Type 3 fonts have a glyph space of their own (9.6.5). */
function type3Scale(document: PdfDocument, font: PdfDict): number {
  const matrix = matrixOf(document.array(font.get('FontMatrix'))?.map((item) => document.resolve(item)));
  return Math.abs(matrix?.[0] ?? 0.001);
}

function differences(document: PdfDocument, encoding: PdfDict): Map<number, string> {
  const out = new Map<number, string>();
  let code = 0;
  for (const item of document.array(encoding.get('Differences')) ?? []) {
    const value: PdfObject | undefined = document.resolve(item);
    if (typeof value === 'number') code = value;
    else out.set(code++, nameOf(value) ?? '');
  }
  return out;
}

function toUnicodeOf(document: PdfDocument, font: PdfDict): ReadonlyMap<number, string> | undefined {
  const stream = document.resolve(font.get('ToUnicode'));
  if (!(stream instanceof PdfStream)) return undefined;
  try {
    return parseToUnicode(latin1(document.streamData(stream))).map;
  } catch (error) {
    // Many writers make maps that are a little wrong; then the encoding must tell.
    if (isYinxinError(error, 'PDF_INVALID')) return undefined;
    throw error;
  }
}
