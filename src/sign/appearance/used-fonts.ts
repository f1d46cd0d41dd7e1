import type { FontFace, TextGlyph } from '../../formats/font/index.ts';
import type { EmbeddedFont } from '../../formats/pdf/index.ts';
import { pdfNumber } from './operators.ts';

interface UsedFont {
  readonly name: string;
  readonly face: FontFace;
  /** In the order of their codes: glyph n is n + 1. */
  readonly glyphs: TextGlyph[];
  readonly codes: Map<string, number>;
}

/** The fonts of one appearance: each character that is drawn has a code of its own, so that its text can be read back. */
export class UsedFonts {
  readonly #used = new Map<FontFace, UsedFont>();

  /** Operators that show glyphs from the current point on, at a size in points. */
  show(glyphs: readonly TextGlyph[], size: number): string {
    const out: string[] = [];
    let font: UsedFont | undefined;
    for (const glyph of glyphs) {
      const own = this.#fontOf(glyph.face);
      if (own !== font) out.push(`/${own.name} ${pdfNumber(size)} Tf`);
      font = own;
      out.push(shown(glyph, codeOf(own, glyph), size));
    }
    // Neighbours that are shown plainly are one string.
    return out.join(' ').replace(/> Tj <(?=[0-9a-f]+> Tj)/g, '');
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

/** One glyph; a shaped one is moved to its place and leaves the point where its advance says (9.4.3). */
function shown(glyph: TextGlyph, code: string, size: number): string {
  const { shaped, advance } = glyph;
  if (shaped === undefined) return `<${code}> Tj`;
  const [x, y] = shaped.offset;
  const before = pdfNumber(-x * 1000);
  const after = pdfNumber((x + glyph.face.advance(glyph.glyph) - advance) * 1000);
  const moved = `[${before} <${code}> ${after}] TJ`;
  return y === 0 ? moved : `${pdfNumber(y * size)} Ts ${moved} 0 Ts`;
}

function textOf({ codePoint, shaped }: TextGlyph): string {
  return shaped?.text ?? String.fromCodePoint(codePoint);
}

function codeOf({ glyphs, codes }: UsedFont, glyph: TextGlyph): string {
  const key = `${glyph.glyph} ${textOf(glyph)}`;
  let code = codes.get(key);
  if (code === undefined) {
    glyphs.push(glyph);
    code = glyphs.length;
    codes.set(key, code);
  }
  return code.toString(16).padStart(4, '0');
}

function embed({ face, glyphs }: UsedFont): EmbeddedFont {
  const { outlines, bytes } = face.subset(glyphs.map(({ glyph }) => glyph));
  return {
    postscriptName: face.postscriptName,
    outlines,
    program: bytes,
    characters: glyphs.map((glyph) => ({ text: textOf(glyph), advance: face.advance(glyph.glyph) })),
    serif: face.serif,
    metrics: face.metrics,
  };
}
