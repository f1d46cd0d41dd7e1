import { utf8, YinxinError } from '../../foundation/core/index.ts';
import { characterMap } from './character-map.ts';
import type { FontFace } from './face.ts';
import { fontFile } from './font-file.ts';

/** A character and the glyph of the face that shows it. */
export interface SubsetCharacter {
  readonly codePoint: number;
  readonly glyph: number;
}

/**
 * A font file by itself of just these characters: TrueType outlines with the tables that readers of documents other
 * than PDF ask for (cmap, name, OS/2, post), so that characters find their glyphs without the document's help.
 * Characters by rising code point, each once. FONT_INVALID for faces with CFF outlines.
 */
export function trueTypeSubset(face: FontFace, characters: readonly SubsetCharacter[]): Uint8Array {
  const tables = face.subsetTables(characters.map(({ glyph }) => glyph));
  if (tables === undefined) {
    throw new YinxinError(
      'FONT_INVALID',
      `${face.name} has CFF outlines; use the TrueType build of the font`,
      {
        details: { font: face.name },
      },
    );
  }
  const codePoints = characters.map(({ codePoint }) => codePoint);
  tables.set('cmap', characterMap(codePoints));
  tables.set('name', nameTable(face.postscriptName));
  tables.set('OS/2', os2Table(face, codePoints, tables.get('head')!));
  tables.set('post', postTable());
  return fontFile(tables);
}

/** Family, style, full name and PostScript name for Windows (platform 3, Unicode BMP, US English). */
function nameTable(name: string): Uint8Array {
  const strings = [
    [1, name],
    [2, 'Regular'],
    [4, name],
    [6, name],
  ] as const;
  const encoded = strings.map(([, text]) => utf16(text));
  const storage = 6 + 12 * strings.length;
  const out = new Uint8Array(storage + encoded.reduce((sum, { length }) => sum + length, 0));
  const view = viewOf(out);
  view.setUint16(2, strings.length);
  view.setUint16(4, storage);
  let at = 0;
  for (const [i, [id]] of strings.entries()) {
    const data = encoded[i]!;
    for (const [field, value] of [3, 1, 0x409, id, data.length, at].entries()) {
      view.setUint16(6 + 12 * i + 2 * field, value);
    }
    out.set(data, storage + at);
    at += data.length;
  }
  return out;
}

/** Version 4: measures of the face; installable embedding, since the full font allowed its subset. */
function os2Table(face: FontFace, codePoints: readonly number[], head: Uint8Array): Uint8Array {
  const out = new Uint8Array(96);
  const view = viewOf(out);
  const em = viewOf(head).getUint16(18);
  const { ascent, descent, capHeight } = face.metrics;
  const basic = codePoints.map((codePoint) => Math.min(codePoint, 0xffff));
  view.setUint16(0, 4);
  view.setInt16(2, Math.round(em / 2));
  view.setUint16(4, 400);
  view.setUint16(6, 5);
  out.set(utf8('NONE'), 58);
  view.setUint16(62, 0x40);
  view.setUint16(64, basic[0] ?? 0);
  view.setUint16(66, basic.at(-1) ?? 0);
  view.setInt16(68, Math.round(ascent * em));
  view.setInt16(70, Math.round(descent * em));
  view.setUint16(74, Math.max(0, Math.round(ascent * em)));
  view.setUint16(76, Math.max(0, Math.round(-descent * em)));
  view.setInt16(86, Math.round((capHeight * em) / 2));
  view.setInt16(88, Math.round(capHeight * em));
  view.setUint16(92, 32);
  return out;
}

/** Version 3: glyphs have no names. */
function postTable(): Uint8Array {
  const out = new Uint8Array(32);
  viewOf(out).setUint32(0, 0x00030000);
  return out;
}

function utf16(text: string): Uint8Array {
  const out = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) viewOf(out).setUint16(2 * i, text.charCodeAt(i));
  return out;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
