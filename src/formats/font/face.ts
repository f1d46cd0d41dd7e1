import type { Glyph } from '@cantoo/fontkit';
import { YinxinError } from '../../foundation/core/index.ts';
import { fontFile } from './font-file.ts';
import { type GlyphBounds, GlyphTables } from './glyph-tables.ts';
import { type FontInput, openFont, type RawFont } from './open-font.ts';
import type { PathCommand } from './outline.ts';

/** A subset ready for a PDF FontFile2 (truetype) or FontFile3 /CIDFontType0C (cff). */
export interface FontSubset {
  readonly outlines: 'truetype' | 'cff';
  readonly bytes: Uint8Array;
}

/** Measures of a face as fractions of the em. */
export interface FaceMetrics {
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly italicAngle: number;
  readonly bbox: readonly [number, number, number, number];
}

/** A glyph of a laid out passage. */
export interface LaidGlyph {
  readonly glyph: number;
  /** What its part of the passage says; empty for a further glyph of the same part. */
  readonly text: string;
  readonly advance: number;
  readonly offset: readonly [x: number, y: number];
}

const NO_PICTURE: GlyphBounds = [1, 1, 0, 0];
const BLANK = /^\p{Zs}$/u;

/** One opened font. Lookups are remembered, so that a chain pays for a character once. */
export class FontFace {
  readonly name: string;
  readonly postscriptName: string;
  readonly metrics: FaceMetrics;
  readonly serif: boolean;
  readonly #font: RawFont;
  readonly #file: Uint8Array;
  readonly #glyphs = new Map<number, number>();
  readonly #bounds = new Map<number, GlyphBounds>();
  #tables: GlyphTables | undefined;

  constructor(input: FontInput, position: number) {
    const { name, font, bytes } = openFont(input, position);
    this.name = name;
    this.#font = font;
    this.#file = bytes;
    this.postscriptName = (font.postscriptName ?? `Font${position + 1}`).replace(/[^A-Za-z0-9-]/g, '');
    this.metrics = this.#guard(() => readMetrics(font));
    const familyClass = (font['OS/2']?.sFamilyClass ?? 0) >> 8;
    this.serif = familyClass >= 1 && familyClass <= 7;
  }

  /** Glyph of a code point, 0 if the face has none or only an empty picture for a visible character. */
  glyphOf(codePoint: number): number {
    const known = this.#glyphs.get(codePoint);
    if (known !== undefined) return known;
    const found = this.#find(codePoint);
    this.#glyphs.set(codePoint, found);
    return found;
  }

  #find(codePoint: number): number {
    const id = this.#guard(() =>
      this.#font.hasGlyphForCodePoint(codePoint) ? (this.#font.glyphForCodePoint(codePoint)?.id ?? 0) : 0,
    );
    if (id === 0) return 0;
    const visible = !BLANK.test(String.fromCodePoint(codePoint));
    return visible && this.outline(id).length === 0 ? 0 : id;
  }

  /** True where the font maps the code point, even to an empty picture (a mark that only joins). */
  hasGlyph(codePoint: number): boolean {
    return this.#guard(() => this.#font.hasGlyphForCodePoint(codePoint));
  }

  /** A passage of one script, set by the rules of the font (GSUB, GPOS), in visual order; lengths are parts of the em. */
  layout(text: string): LaidGlyph[] {
    const em = this.#font.unitsPerEm;
    return this.#guard(() => {
      const { glyphs, positions } = this.#font.layout(text);
      return glyphs.map(({ id, codePoints, advanceWidth }, i) => {
        const { xAdvance = advanceWidth, xOffset = 0, yOffset = 0 } = positions?.[i] ?? {};
        const says = String.fromCodePoint(...codePoints);
        return { glyph: id, text: says, advance: xAdvance / em, offset: [xOffset / em, yOffset / em] };
      });
    });
  }

  /** Advance width as a fraction of the em. */
  advance(glyph: number): number {
    return this.#guard(() => this.#glyph(glyph).advanceWidth / this.#font.unitsPerEm);
  }

  /** Outline of a glyph, one em = 1, y upwards. */
  outline(glyph: number): PathCommand[] {
    const em = this.#font.unitsPerEm;
    return this.#guard(() => this.#glyph(glyph).path.commands.map((command) => scaledCommand(command, em)));
  }

  /**
   * A font file of just these glyphs: glyph n+1 of the subset is `glyphs[n]`, glyph 0 is .notdef. A glyph may
   * stand twice, so that two characters with one picture (U+90CE, U+F92C) stay two characters in the text.
   */
  subset(glyphs: readonly number[]): FontSubset {
    const tables = this.subsetTables(glyphs);
    if (tables !== undefined) return { outlines: 'truetype', bytes: fontFile(tables) };
    return this.#guard(() => {
      const subset = this.#font.createSubset();
      (subset as unknown as { glyphs: number[] }).glyphs.push(...glyphs);
      return { outlines: 'cff', bytes: subset.encode() };
    });
  }

  /** Tables of that font file by tag; undefined for a face with CFF outlines. */
  subsetTables(glyphs: readonly number[]): Map<string, Uint8Array> | undefined {
    return this.#guard(() => this.#trueType()?.subset(glyphs));
  }

  /** Box of the picture of a glyph, one em = 1, y upwards; undefined where there is none. */
  bounds(glyph: number): GlyphBounds | undefined {
    const known = this.#bounds.get(glyph);
    if (known !== undefined) return known[0] > known[2] ? undefined : known;
    const found = this.#guard(() => this.#boundsOf(glyph));
    this.#bounds.set(glyph, found ?? NO_PICTURE);
    return found;
  }

  #boundsOf(glyph: number): GlyphBounds | undefined {
    const em = this.#font.unitsPerEm;
    const tables = this.#trueType();
    const box = tables === undefined ? cffBounds(this.#glyph(glyph)) : tables.bounds(glyph);
    return box === undefined ? undefined : [box[0] / em, box[1] / em, box[2] / em, box[3] / em];
  }

  #trueType(): GlyphTables | undefined {
    if (!('glyf' in this.#font.directory.tables)) return undefined;
    this.#tables ??= new GlyphTables(this.#file, this.#font.directory.tables);
    return this.#tables;
  }

  #glyph(id: number): Glyph {
    const glyph = this.#font.getGlyph(id);
    if (glyph === null) throw this.#broken(undefined);
    return glyph;
  }

  /** The parser reads tables when they are asked for: a damaged one shows only then. */
  #guard<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      throw this.#broken(cause);
    }
  }

  #broken(cause: unknown): YinxinError {
    return new YinxinError('FONT_INVALID', `${this.name} is damaged; use another copy of the font`, {
      details: { font: this.name },
      cause,
    });
  }
}

function cffBounds({ bbox }: Glyph): GlyphBounds | undefined {
  const { minX, minY, maxX, maxY } = bbox;
  return minX <= maxX ? [minX, minY, maxX, maxY] : undefined;
}

function readMetrics(font: RawFont): FaceMetrics {
  const em = font.unitsPerEm;
  const { minX, minY, maxX, maxY } = font.bbox;
  return {
    ascent: font.ascent / em,
    descent: font.descent / em,
    capHeight: (font.capHeight || font.ascent) / em,
    italicAngle: font.italicAngle,
    bbox: [minX / em, minY / em, maxX / em, maxY / em],
  };
}

function scaledCommand({ command, args }: { command: string; args: number[] }, em: number): PathCommand {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args.map((value) => value / em);
  if (command === 'moveTo') return ['M', a, b];
  if (command === 'lineTo') return ['L', a, b];
  if (command === 'quadraticCurveTo') return ['Q', a, b, c, d];
  if (command === 'bezierCurveTo') return ['C', a, b, c, d, e, f];
  return ['Z'];
}
