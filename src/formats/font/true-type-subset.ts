import { utf8, YinxinError } from '../../foundation/core/index.ts';
import { characterMap } from './character-map.ts';
import type { FontFace } from './face.ts';

/** A character and the glyph of the face that shows it. */
export interface SubsetCharacter {
  readonly codePoint: number;
  readonly glyph: number;
}

const TRUE_TYPE = 0x00010000;
const CHECKSUM_MAGIC = 0xb1b0afba;
const HEADER = 12;
const RECORD = 16;

/**
 * A font file by itself of just these characters: TrueType outlines with the tables that readers of documents other
 * than PDF ask for (cmap, name, OS/2, post), so that characters find their glyphs without the document's help.
 * Characters by rising code point, each once. FONT_INVALID for faces with CFF outlines.
 */
export function trueTypeSubset(face: FontFace, characters: readonly SubsetCharacter[]): Uint8Array {
  const { outlines, bytes } = face.subset(characters.map(({ glyph }) => glyph));
  if (outlines !== 'truetype') {
    throw new YinxinError(
      'FONT_INVALID',
      `${face.name} has CFF outlines; use the TrueType build of the font`,
      {
        details: { font: face.name },
      },
    );
  }
  const tables = tablesOf(bytes);
  const codePoints = characters.map(({ codePoint }) => codePoint);
  tables.set('cmap', characterMap(codePoints));
  tables.set('name', nameTable(face.postscriptName));
  tables.set('OS/2', os2Table(face, codePoints, tables.get('head')!));
  tables.set('post', postTable());
  return assemble(tables);
}

function tablesOf(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = viewOf(bytes);
  const tables = new Map<string, Uint8Array>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = HEADER + RECORD * i;
    const tag = String.fromCharCode(...bytes.subarray(at, at + 4));
    const offset = view.getUint32(at + 8);
    tables.set(tag, bytes.slice(offset, offset + view.getUint32(at + 12)));
  }
  return tables;
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

/** Tables by tag, each on four bytes, with checksums, and that of the whole in `head`. */
function assemble(tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const power = Math.floor(Math.log2(sorted.length));
  let at = HEADER + RECORD * sorted.length;
  const out = new Uint8Array(sorted.reduce((sum, [, { length }]) => sum + padded(length), at));
  const view = viewOf(out);
  view.setUint32(0, TRUE_TYPE);
  for (const [i, value] of [
    sorted.length,
    16 << power,
    power,
    16 * sorted.length - (16 << power),
  ].entries()) {
    view.setUint16(4 + 2 * i, value);
  }
  let head = 0;
  for (const [i, [tag, data]] of sorted.entries()) {
    const record = HEADER + RECORD * i;
    out.set(data, at);
    if (tag === 'head') {
      head = at;
      view.setUint32(at + 8, 0);
    }
    out.set(utf8(tag), record);
    view.setUint32(record + 4, checksum(out.subarray(at, at + padded(data.length))));
    view.setUint32(record + 8, at);
    view.setUint32(record + 12, data.length);
    at += padded(data.length);
  }
  view.setUint32(head + 8, (CHECKSUM_MAGIC - checksum(out)) >>> 0);
  return out;
}

function checksum(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

function utf16(text: string): Uint8Array {
  const out = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) viewOf(out).setUint16(2 * i, text.charCodeAt(i));
  return out;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
