import { concatBytes, YinxinError } from '../../foundation/core/index.ts';

/** Where a table stands in the file. */
export interface TableRecord {
  readonly offset: number;
  readonly length: number;
}

/** Least and greatest coordinates of a glyph, in units of the font. */
export type GlyphBounds = readonly [xMin: number, yMin: number, xMax: number, yMax: number];

/** Tables that a subset takes over as they are: programs of hinted fonts. */
const COPIED = ['cvt ', 'fpgm', 'prep'] as const;
/** Flags of a component (OpenType glyf): what follows, and how long it is. */
const WORDS = 0x0001;
const SCALE = 0x0008;
const MORE = 0x0020;
const SCALE_XY = 0x0040;
const SCALE_2X2 = 0x0080;
/** Components of components: real fonts go two deep. */
const MAX_PARTS = 256;

/**
 * The outlines of a TrueType face as they stand in its file (glyf, loca, hmtx): glyphs are cut out, never decoded, so
 * that a subset for every document costs no more than copying.
 */
export class GlyphTables {
  readonly #tables: ReadonlyMap<string, Uint8Array>;
  readonly #glyf: Uint8Array;
  readonly #loca: DataView;
  readonly #hmtx: DataView;
  readonly #longLoca: boolean;
  readonly #measured: number;
  readonly #count: number;

  constructor(file: Uint8Array, records: Readonly<Record<string, TableRecord>>) {
    const tables = new Map<string, Uint8Array>();
    for (const tag of ['glyf', 'loca', 'hmtx', 'head', 'hhea', 'maxp', ...COPIED]) {
      const record = records[tag];
      if (record !== undefined) tables.set(tag, file.subarray(record.offset, record.offset + record.length));
    }
    this.#tables = tables;
    this.#glyf = this.#table('glyf');
    this.#loca = viewOf(this.#table('loca'));
    this.#hmtx = viewOf(this.#table('hmtx'));
    this.#longLoca = viewOf(this.#table('head')).getInt16(50) === 1;
    this.#measured = viewOf(this.#table('hhea')).getUint16(34);
    this.#count = viewOf(this.#table('maxp')).getUint16(4);
  }

  #table(tag: string): Uint8Array {
    const table = this.#tables.get(tag);
    if (table === undefined) throw damaged(`lacks the table ${tag}`);
    return table;
  }

  /** Undefined for a glyph without a picture. */
  bounds(glyph: number): GlyphBounds | undefined {
    const data = this.#glyph(glyph);
    if (data.length < 10) return undefined;
    const view = viewOf(data);
    return [view.getInt16(2), view.getInt16(4), view.getInt16(6), view.getInt16(8)];
  }

  /**
   * Tables of a font of just these glyphs: glyph n + 1 is `glyphs[n]`, glyph 0 is .notdef; components that were not
   * asked for stand behind. A glyph may stand twice.
   */
  subset(glyphs: readonly number[]): Map<string, Uint8Array> {
    const wanted = [0, ...glyphs];
    const places = new Map<number, number>();
    for (const [place, glyph] of wanted.entries()) if (!places.has(glyph)) places.set(glyph, place);
    const place = (glyph: number): number => {
      const known = places.get(glyph);
      if (known !== undefined) return known;
      if (wanted.length >= 0xffff) throw damaged('has more components than a font holds');
      places.set(glyph, wanted.length);
      wanted.push(glyph);
      return wanted.length - 1;
    };
    const outlines: Uint8Array[] = [];
    // Components are added to the end while the list is walked.
    for (let i = 0; i < wanted.length; i++) outlines.push(this.#renumbered(wanted[i]!, place));
    return this.#tablesOf(wanted, outlines);
  }

  #tablesOf(wanted: readonly number[], outlines: readonly Uint8Array[]): Map<string, Uint8Array> {
    const loca = new DataView(new ArrayBuffer(4 * (wanted.length + 1)));
    const hmtx = new DataView(new ArrayBuffer(4 * wanted.length));
    const padded: Uint8Array[] = [];
    let at = 0;
    for (const [i, outline] of outlines.entries()) {
      padded.push(outline);
      const gap = -outline.length & 3;
      if (gap > 0) padded.push(ZEROS.subarray(0, gap));
      at += outline.length + gap;
      loca.setUint32(4 * (i + 1), at);
      const { advance, bearing } = this.#metrics(wanted[i]!);
      hmtx.setUint16(4 * i, advance);
      hmtx.setInt16(4 * i + 2, bearing);
    }
    const head = this.#table('head').slice();
    viewOf(head).setInt16(50, 1);
    const hhea = this.#table('hhea').slice();
    viewOf(hhea).setUint16(34, wanted.length);
    const maxp = this.#table('maxp').slice();
    viewOf(maxp).setUint16(4, wanted.length);
    const copied = COPIED.flatMap((tag) => {
      const table = this.#tables.get(tag);
      return table === undefined ? [] : [[tag, table] as const];
    });
    return new Map([
      ...copied,
      ['glyf', concatBytes(...padded)],
      ['loca', new Uint8Array(loca.buffer)],
      ['hmtx', new Uint8Array(hmtx.buffer)],
      ['head', head],
      ['hhea', hhea],
      ['maxp', maxp],
    ]);
  }

  #glyph(glyph: number): Uint8Array {
    if (glyph >= this.#count) throw damaged('has no such glyph');
    const at = (index: number): number =>
      this.#longLoca ? this.#loca.getUint32(4 * index) : 2 * this.#loca.getUint16(2 * index);
    const [start, end] = [at(glyph), at(glyph + 1)];
    if (start > end || end > this.#glyf.length) throw damaged('has a glyph outside its table');
    return this.#glyf.subarray(start, end);
  }

  #metrics(glyph: number): { readonly advance: number; readonly bearing: number } {
    const last = this.#measured - 1;
    if (glyph <= last) {
      return { advance: this.#hmtx.getUint16(4 * glyph), bearing: this.#hmtx.getInt16(4 * glyph + 2) };
    }
    const bearing = this.#hmtx.getInt16(4 * this.#measured + 2 * (glyph - this.#measured));
    return { advance: this.#hmtx.getUint16(4 * last), bearing };
  }

  /** The outline; the parts of a composite by their new numbers. */
  #renumbered(glyph: number, place: (glyph: number) => number): Uint8Array {
    const data = this.#glyph(glyph);
    if (data.length < 10 || viewOf(data).getInt16(0) >= 0) return data;
    const copy = data.slice();
    const view = viewOf(copy);
    let at = 10;
    for (let part = 0; part < MAX_PARTS; part++) {
      const flags = view.getUint16(at);
      view.setUint16(at + 2, place(view.getUint16(at + 2)));
      if ((flags & MORE) === 0) return copy;
      at += 4 + ((flags & WORDS) !== 0 ? 4 : 2) + transformLength(flags);
    }
    throw damaged('has a glyph of more parts than any');
  }
}

const ZEROS = new Uint8Array(3);

function transformLength(flags: number): number {
  if ((flags & SCALE) !== 0) return 2;
  if ((flags & SCALE_XY) !== 0) return 4;
  return (flags & SCALE_2X2) !== 0 ? 8 : 0;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(what: string): YinxinError {
  return new YinxinError('FONT_INVALID', `the font ${what}; use another copy of it`);
}
