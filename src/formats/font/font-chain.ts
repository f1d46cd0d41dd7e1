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
