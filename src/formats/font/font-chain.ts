import { YinxinError } from '../../foundation/core/index.ts';
import { FontFace } from './face.ts';
import type { FontInput } from './open-font.ts';

/** A character with the glyph that shows it. */
export interface TextGlyph {
  readonly codePoint: number;
  readonly face: FontFace;
  readonly glyph: number;
  /** Fraction of the em. */
  readonly advance: number;
  /** Of shaped text only. */
  readonly shaped?: ShapedPart;
}

/** What shaping adds to a glyph. */
export interface ShapedPart {
  /** What the glyph means; empty where another glyph of its cluster says it. */
  readonly text: string;
  /** Where it is drawn, from its place in the line, as fractions of the em. */
  readonly offset: readonly [x: number, y: number];
  /** It belongs to the glyph before it: no line ends between them. */
  readonly joined: boolean;
}

/** Why a character cannot be shown. */
export type GlyphProblem = 'absent' | 'private-use' | 'needs-shaping' | 'control';

export interface FontChainOptions {
  /**
   * Private-use code point to the name of the font whose character is meant. Without an entry here a private-use
   * character is refused: every vendor means something else by it.
   */
  readonly privateUse?: ReadonlyMap<number, string>;
}

const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const PRIVATE_USE = /\p{Co}/u;
// Characters that stand right only after shaping or reordering: drawn one by one they would be other text.
const SHAPED =
  /[\p{M}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Phags_Pa}\p{Script=Tibetan}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Tai_Le}\p{Script=New_Tai_Lue}\p{Script=Tai_Tham}]/u;

/** What is shaped when shaping is asked for: words, with the base of a leading mark and the spaces between them. */
const SHAPED_PASSAGE =
  /(?:[\p{L}\p{N}](?=\p{M}))?[\p{M}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Tibetan}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Thai}\p{Script=Lao}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Tai_Le}\p{Script=New_Tai_Lue}\p{Script=Tai_Tham}]+(?:\p{Zs}+[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{M}]+)*/gu;

function hasAll(face: FontFace, text: string): boolean {
  return [...text].every((character) => face.hasGlyph(character.codePointAt(0) as number));
}

/** Undefined where the rules of the font lead to a glyph that it does not have. */
function shaped(face: FontFace, text: string): TextGlyph[] | undefined {
  const laid = face.layout(text);
  if (laid.some(({ glyph }) => glyph === 0)) return undefined;
  return laid.map(({ glyph, text: says, advance, offset }, i) => ({
    codePoint: says.codePointAt(0) ?? 0,
    face,
    glyph,
    advance,
    shaped: { text: says, offset, joined: i > 0 },
  }));
}

/** Fonts in order of preference; each character takes the first that has it. */
export class FontChain {
  readonly faces: readonly FontFace[];
  readonly #privateUse: ReadonlyMap<number, string>;
  readonly #chosen = new Map<number, TextGlyph | GlyphProblem>();

  constructor(faces: readonly FontFace[], options: FontChainOptions = {}) {
    this.faces = faces;
    this.#privateUse = options.privateUse ?? new Map();
  }

  /**
   * The glyphs of a text, code point by code point: never normalised, never replaced, no ligatures.
   * Throws GLYPH_MISSING naming field, characters and code points (all of them in `details.missing`).
   */
  glyphs(text: string, field: string): TextGlyph[] {
    const glyphs: TextGlyph[] = [];
    const missing = new Map<string, GlyphProblem>();
    for (const character of text) {
      const found = this.#choose(character);
      if (typeof found === 'string') missing.set(character, found);
      else glyphs.push(found);
    }
    if (missing.size > 0) throw glyphMissing(missing, field);
    return glyphs;
  }

  /**
   * As {@link glyphs}, in visual order from left to right, with scripts that are joined, stacked or written from the right
   * (Arabic, Hebrew, Thai, Tibetan, the scripts of India, combining marks) set by the rules of the font. The line runs
   * from left to right; a passage in such a script takes one font that has all of it. Mongolian stays refused: it is
   * written downwards.
   */
  shapedGlyphs(text: string, field: string): TextGlyph[] {
    const out: TextGlyph[] = [];
    let at = 0;
    for (const passage of text.matchAll(SHAPED_PASSAGE)) {
      const face = this.faces.find((candidate) => hasAll(candidate, passage[0]));
      const glyphs = face === undefined ? undefined : shaped(face, passage[0]);
      if (glyphs === undefined) continue;
      out.push(...this.glyphs(text.slice(at, passage.index), field), ...glyphs);
      at = passage.index + passage[0].length;
    }
    return [...out, ...this.glyphs(text.slice(at), field)];
  }

  #choose(character: string): TextGlyph | GlyphProblem {
    const codePoint = character.codePointAt(0) as number;
    const known = this.#chosen.get(codePoint);
    if (known !== undefined) return known;
    const found = this.#find(character, codePoint);
    this.#chosen.set(codePoint, found);
    return found;
  }

  #find(character: string, codePoint: number): TextGlyph | GlyphProblem {
    if (CONTROL.test(character)) return 'control';
    if (SHAPED.test(character)) return 'needs-shaping';
    const bound = PRIVATE_USE.test(character) ? this.#privateUse.get(codePoint) : undefined;
    if (PRIVATE_USE.test(character) && bound === undefined) return 'private-use';
    for (const face of this.faces) {
      const glyph = bound === undefined || face.name === bound ? face.glyphOf(codePoint) : 0;
      if (glyph !== 0) return { codePoint, face, glyph, advance: face.advance(glyph) };
    }
    return 'absent';
  }
}

/**
 * Opens a chain of fonts. Keep it for many documents: parsing is the dear part.
 * Throws FONT_INVALID for a font that cannot be read, has no usable outlines or forbids embedding (fsType).
 */
export function loadFontChain(fonts: readonly FontInput[], options: FontChainOptions = {}): FontChain {
  if (fonts.length === 0) throw new YinxinError('FONT_INVALID', 'no font was given; text needs at least one');
  return new FontChain(
    fonts.map((font, position) => new FontFace(font, position)),
    options,
  );
}

const PROBLEM_REMEDY: Readonly<Record<GlyphProblem, string>> = {
  absent: 'no font of the chain has it; add one that does',
  'private-use': 'it is private-use; say with privateUse which font is meant, or use the standard character',
  'needs-shaping': 'its script needs shaping, which is not done here; use the Chinese form',
  control: 'it is invisible; remove it from the value',
};

function glyphMissing(missing: ReadonlyMap<string, GlyphProblem>, field: string): YinxinError {
  const list = [...missing].map(([character, reason]) => {
    const codePoint = `U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`;
    return { character: reason === 'control' ? '' : character, codePoint, reason };
  });
  const first = list[0] as (typeof list)[number];
  const others = list.length > 1 ? ` (and ${list.length - 1} more)` : '';
  const shown = first.character === '' ? first.codePoint : `“${first.character}” ${first.codePoint}`;
  return new YinxinError(
    'GLYPH_MISSING',
    `field ${field}: character ${shown} cannot be shown${others}: ${PROBLEM_REMEDY[first.reason]}`,
    { details: { field, missing: list } },
  );
}
