import { platform } from '#platform';
import { fromLatin1, utf8 } from '../../foundation/core/index.ts';
import type { EmbeddedFont } from './drawing.ts';
import type { IncrementalUpdate } from './incremental-update.ts';
import { PdfDict, PdfName, type PdfObject, type PdfRef, PdfString } from './object.ts';

/** Adds a Type 0 font over a CIDFont with its subset program (ISO 32000-1, 9.7; ISO 19005-3, 6.2.11). */
export function addFont(update: IncrementalUpdate, font: EmbeddedFont): PdfRef {
  const name = `${subsetTag(font)}+${font.postscriptName}`;
  const isTrueType = font.outlines === 'truetype';
  const identity = new PdfName('Identity');
  const descendant = update.add(
    PdfDict.of({
      Type: new PdfName('Font'),
      Subtype: new PdfName(isTrueType ? 'CIDFontType2' : 'CIDFontType0'),
      BaseFont: new PdfName(name),
      CIDSystemInfo: PdfDict.of({
        Registry: new PdfString(fromLatin1('Adobe')),
        Ordering: new PdfString(fromLatin1('Identity')),
        Supplement: 0,
      }),
      FontDescriptor: update.add(descriptor(update, font, name)),
      DW: 1000,
      W: [1, font.characters.map(({ advance }) => Math.round(advance * 1e6) / 1e3)],
      CIDToGIDMap: isTrueType ? identity : undefined,
    }),
  );
  return update.add(
    PdfDict.of({
      Type: new PdfName('Font'),
      Subtype: new PdfName('Type0'),
      BaseFont: new PdfName(isTrueType ? name : `${name}-Identity-H`),
      Encoding: new PdfName('Identity-H'),
      DescendantFonts: [descendant],
      ToUnicode: addPacked(update, fromLatin1(toUnicode(font)), {}),
    }),
  );
}

function addPacked(
  update: IncrementalUpdate,
  data: Uint8Array,
  entries: Readonly<Record<string, PdfObject>>,
): PdfRef {
  const dict = PdfDict.of({ ...entries, Filter: new PdfName('FlateDecode') });
  return update.add({ dict, data: platform.deflate(data) });
}

const SYMBOLIC = 4;
const SERIF = 2;

function descriptor(update: IncrementalUpdate, font: EmbeddedFont, name: string): PdfDict {
  const { ascent, descent, capHeight, italicAngle, bbox } = font.metrics;
  const thousandth = (value: number): number => Math.round(value * 1000);
  const { program, outlines } = font;
  const file =
    outlines === 'truetype'
      ? { FontFile2: addPacked(update, program, { Length1: program.length }) }
      : { FontFile3: addPacked(update, program, { Subtype: new PdfName('CIDFontType0C') }) };
  return PdfDict.of({
    Type: new PdfName('FontDescriptor'),
    FontName: new PdfName(name),
    Flags: SYMBOLIC + (font.serif ? SERIF : 0),
    FontBBox: bbox.map(thousandth),
    ItalicAngle: italicAngle,
    Ascent: thousandth(ascent),
    Descent: thousandth(descent),
    CapHeight: thousandth(capHeight),
    StemV: 80,
    ...file,
  });
}

/** Six capitals that depend on the characters alone: same text, same bytes (9.6.4). */
function subsetTag({ characters }: EmbeddedFont): string {
  const text = characters.map((character) => character.text).join(' ');
  const hash = platform.createHasher('sha256').update(utf8(text)).digest();
  return String.fromCharCode(...Array.from(hash.subarray(0, 6), (byte) => 0x41 + (byte % 26)));
}

/** A section holds at most 100 entries (9.10.3). */
const SECTION = 100;

/** Which text the codes mean, in UTF-16BE. */
function toUnicode({ characters }: EmbeddedFont): string {
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');
  const utf16 = (text: string): string =>
    Array.from({ length: text.length }, (_, i) => hex(text.charCodeAt(i))).join('');
  const entries = characters.flatMap(({ text }, i) =>
    text === '' ? [] : [`<${hex(i + 1)}> <${utf16(text)}>`],
  );
  const sections: string[] = [];
  for (let i = 0; i < entries.length; i += SECTION) {
    const section = entries.slice(i, i + SECTION);
    sections.push(`${section.length} beginbfchar`, ...section, 'endbfchar');
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange',
    ...sections,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n');
}
