import type { FontFace, TextGlyph } from '../../../formats/font/index.ts';
import {
  deflatedStream,
  type NewPdf,
  PdfDict,
  PdfName,
  type PdfRef,
  PdfString,
} from '../../../formats/pdf/index.ts';
import { utf8 } from '../../../foundation/core/index.ts';
import { digest } from '../../../foundation/crypto/index.ts';
import { pdfNumber } from './syntax.ts';
import { toUnicodeMap } from './to-unicode.ts';

interface UsedFont {
  readonly name: string;
  readonly face: FontFace;
  /** In order of first use: character n has CID n + 1. */
  readonly characters: Map<number, { cid: number; glyph: TextGlyph }>;
}

/**
 * The fonts of one document. Each character of a font gets a CID of its own, even where two characters share a
 * picture, so that the text layer gives back exactly what was written.
 */
export class PdfFonts {
  readonly #used = new Map<FontFace, UsedFont>();

  /** Codes for a line, in runs of one font. */
  runs(glyphs: readonly TextGlyph[]): { font: string; codes: string }[] {
    const runs: { font: string; codes: string }[] = [];
    for (const glyph of glyphs) {
      const font = this.#fontOf(glyph.face);
      const code = this.#cidOf(font, glyph).toString(16).padStart(4, '0');
      const last = runs.at(-1);
      if (last?.font === font.name) last.codes += code;
      else runs.push({ font: font.name, codes: code });
    }
    return runs;
  }

  #fontOf(face: FontFace): UsedFont {
    let font = this.#used.get(face);
    if (font === undefined) {
      font = { name: `F${this.#used.size + 1}`, face, characters: new Map() };
      this.#used.set(face, font);
    }
    return font;
  }

  #cidOf(font: UsedFont, glyph: TextGlyph): number {
    const known = font.characters.get(glyph.codePoint);
    if (known !== undefined) return known.cid;
    const cid = font.characters.size + 1;
    font.characters.set(glyph.codePoint, { cid, glyph });
    return cid;
  }

  /** All characters by font and CID: the operators hold only CIDs, which mean nothing without this. */
  text(): string {
    return [...this.#used.values()]
      .map(({ characters }) => [...characters.keys()].map((one) => String.fromCodePoint(one)).join(''))
      .join('\n');
  }

  /** Writes the subsets; gives the /Font resources. */
  embed(pdf: NewPdf): PdfDict {
    return PdfDict.of(
      Object.fromEntries([...this.#used.values()].map((font) => [font.name, embedFont(pdf, font)])),
    );
  }
}

/** A Type 0 font over a CIDFont with the subset program (ISO 32000-1, 9.7; ISO 19005-3, 6.2.11). */
function embedFont(pdf: NewPdf, { face, characters }: UsedFont): PdfRef {
  const used = [...characters.values()];
  const codePoints = [...characters.keys()];
  const { outlines, bytes } = face.subset(used.map(({ glyph }) => glyph.glyph));
  const trueType = outlines === 'truetype';
  const name = `${subsetTag(codePoints)}+${face.postscriptName}`;
  const program = trueType
    ? { FontFile2: pdf.add(deflatedStream(PdfDict.of({ Length1: bytes.length }), bytes)) }
    : { FontFile3: pdf.add(deflatedStream(PdfDict.of({ Subtype: new PdfName('CIDFontType0C') }), bytes)) };
  const descendant = pdf.add(
    PdfDict.of({
      Type: new PdfName('Font'),
      Subtype: new PdfName(trueType ? 'CIDFontType2' : 'CIDFontType0'),
      BaseFont: new PdfName(name),
      CIDSystemInfo: PdfDict.of({
        Registry: new PdfString(utf8('Adobe')),
        Ordering: new PdfString(utf8('Identity')),
        Supplement: 0,
      }),
      FontDescriptor: pdf.add(descriptor(face, name, program)),
      DW: 1000,
      W: [1, used.map(({ glyph }) => Number(pdfNumber(glyph.advance * 1000)))],
      CIDToGIDMap: trueType ? new PdfName('Identity') : undefined,
    }),
  );
  return pdf.add(
    PdfDict.of({
      Type: new PdfName('Font'),
      Subtype: new PdfName('Type0'),
      BaseFont: new PdfName(trueType ? name : `${name}-Identity-H`),
      Encoding: new PdfName('Identity-H'),
      DescendantFonts: [descendant],
      ToUnicode: pdf.add(deflatedStream(PdfDict.of({}), utf8(toUnicodeMap(codePoints)))),
    }),
  );
}

const SYMBOLIC = 4;
const SERIF = 2;

function descriptor(face: FontFace, name: string, program: Readonly<Record<string, PdfRef>>): PdfDict {
  const { ascent, descent, capHeight, italicAngle, bbox } = face.metrics;
  const thousandth = (value: number): number => Math.round(value * 1000);
  return PdfDict.of({
    Type: new PdfName('FontDescriptor'),
    FontName: new PdfName(name),
    Flags: SYMBOLIC + (face.serif ? SERIF : 0),
    FontBBox: bbox.map(thousandth),
    ItalicAngle: italicAngle,
    Ascent: thousandth(ascent),
    Descent: thousandth(descent),
    CapHeight: thousandth(capHeight),
    StemV: 80,
    ...program,
  });
}

/** Six capitals that depend on the characters alone: same text, same bytes (ISO 32000-1, 9.6.4). */
function subsetTag(codePoints: readonly number[]): string {
  const hash = digest('sha256', utf8(codePoints.join(' ')));
  return String.fromCharCode(...Array.from(hash.subarray(0, 6), (byte) => 0x41 + (byte % 26)));
}
