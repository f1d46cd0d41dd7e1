/** Widths of the glyphs of an embedded TrueType program. */
export interface TrueTypeMeasures {
  readonly count: number;
  /** In thousandths of the em; undefined for a glyph that is not there. */
  width(glyph: number): number | undefined;
}

const RECORD = 16;
const HEADER = 12;
const MAX_TABLES = 256;

/** Reads hmtx of a TrueType program (OpenType, hhea and hmtx); undefined when it is none. */
export function trueTypeMeasures(program: Uint8Array): TrueTypeMeasures | undefined {
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  if (program.length < HEADER) return undefined;
  const tables = new Map<string, { offset: number; length: number }>();
  const count = Math.min(view.getUint16(4), MAX_TABLES);
  if (program.length < HEADER + RECORD * count) return undefined;
  for (let i = 0; i < count; i++) {
    const at = HEADER + RECORD * i;
    const tag = String.fromCharCode(...program.subarray(at, at + 4));
    tables.set(tag, { offset: view.getUint32(at + 8), length: view.getUint32(at + 12) });
  }
  const [head, hhea, hmtx, maxp] = ['head', 'hhea', 'hmtx', 'maxp'].map((tag) => tables.get(tag));
  const within = (table: { offset: number; length: number } | undefined, least: number): boolean =>
    table !== undefined && table.length >= least && table.offset + table.length <= program.length;
  if (!within(head, 54) || !within(hhea, 36) || !within(hmtx, 4) || !within(maxp, 6)) return undefined;
  const em = view.getUint16(head!.offset + 18);
  const measured = view.getUint16(hhea!.offset + 34);
  const glyphs = view.getUint16(maxp!.offset + 4);
  if (em === 0 || measured === 0 || 4 * measured > hmtx!.length) return undefined;
  return {
    count: glyphs,
    width(glyph) {
      if (glyph >= glyphs) return undefined;
      return (view.getUint16(hmtx!.offset + 4 * Math.min(glyph, measured - 1)) * 1000) / em;
    },
  };
}
