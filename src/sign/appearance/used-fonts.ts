import type { FontFace, TextGlyph } from '../../formats/font/index.ts';
import type { EmbeddedFont } from '../../formats/pdf/index.ts';

interface UsedFont {
  readonly name: string;
  readonly face: FontFace;
  /** In the order of their codes: character n is n + 1. */
  readonly glyphs: TextGlyph[];
  readonly codes: Map<number, number>;
}

/** The fonts of one appearance: each character that is drawn has a code of its own, so that its text can be read back. */
export class UsedFonts {
  readonly #used = new Map<FontFace, UsedFont>();

  /** Runs of one font each: its resource name, and the codes in hexadecimal. */
  runs(glyphs: readonly TextGlyph[]): { font: string; codes: string }[] {
    const runs: { font: string; codes: string }[] = [];
    for (const glyph of glyphs) {
      const font = this.#fontOf(glyph.face);
      const code = codeOf(font, glyph).toString(16).padStart(4, '0');
      const last = runs.at(-1);
      if (last?.font === font.name) last.codes += code;
      else runs.push({ font: font.name, codes: code });
    }
    return runs;
  }

  #fontOf(face: FontFace): UsedFont {
    let font = this.#used.get(face);
    if (font === undefined) {
      font = { name: `F${this.#used.size}`, face, glyphs: [], codes: new Map() };
      this.#used.set(face, font);
    }
    return font;
  }

  /** Subsets of just these glyphs, by resource name. */
  embedded(): Record<string, EmbeddedFont> {
    return Object.fromEntries([...this.#used.values()].map((font) => [font.name, embed(font)]));
  }
}

function codeOf({ glyphs, codes }: UsedFont, glyph: TextGlyph): number {
  const known = codes.get(glyph.codePoint);
  if (known !== undefined) return known;
  glyphs.push(glyph);
  codes.set(glyph.codePoint, glyphs.length);
  return glyphs.length;
}

function embed({ face, glyphs }: UsedFont): EmbeddedFont {
  const { outlines, bytes } = face.subset(glyphs.map(({ glyph }) => glyph));
  return {
    postscriptName: face.postscriptName,
    outlines,
    program: bytes,
    characters: glyphs.map(({ codePoint, advance }) => ({ codePoint, advance })),
    serif: face.serif,
    metrics: face.metrics,
  };
}
