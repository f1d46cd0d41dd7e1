/** The last characters of the two subtables: above it format 4 cannot name any. */
const BMP_END = 0xffff;

/**
 * A `cmap` in which the n-th code point has glyph n + 1: format 4 for the basic plane, which every reader knows, and
 * format 12 for all. Code points rise.
 */
export function characterMap(codePoints: readonly number[]): Uint8Array {
  const runs = runsOf(codePoints);
  const basic = segments(runs.filter(({ start }) => start < BMP_END));
  const full = groups(runs);
  const header = 4 + 8 * 2;
  const out = new Uint8Array(header + basic.length + full.length);
  const view = new DataView(out.buffer);
  view.setUint16(2, 2);
  writeRecord(view, 4, 1, header);
  writeRecord(view, 12, 10, header + basic.length);
  out.set(basic, header);
  out.set(full, header + basic.length);
  return out;
}

/** Code points that follow each other, as their glyphs do. */
interface Run {
  readonly start: number;
  end: number;
  readonly glyph: number;
}

function runsOf(codePoints: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const [index, codePoint] of codePoints.entries()) {
    const last = runs.at(-1);
    // No run leaves the basic plane, and its last code point ends the segments by itself.
    if (last !== undefined && last.end + 1 === codePoint && codePoint < BMP_END) last.end = codePoint;
    else runs.push({ start: codePoint, end: codePoint, glyph: index + 1 });
  }
  return runs;
}

/** An encoding record for Windows (platform 3). */
function writeRecord(view: DataView, at: number, encoding: number, offset: number): void {
  view.setUint16(at, 3);
  view.setUint16(at + 2, encoding);
  view.setUint32(at + 4, offset);
}

/** Format 4 with deltas only; the last segment is 0xFFFF, which has no glyph. */
function segments(runs: readonly Run[]): Uint8Array {
  const all = [...runs, { start: BMP_END, end: BMP_END, glyph: 0 }];
  const count = all.length;
  const length = 16 + 8 * count;
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  const power = Math.floor(Math.log2(count));
  for (const [i, value] of [4, length, 0, 2 * count, 2 << power, power, 2 * count - (2 << power)].entries()) {
    view.setUint16(2 * i, value);
  }
  for (const [i, { start, end, glyph }] of all.entries()) {
    view.setUint16(14 + 2 * i, end);
    view.setUint16(16 + 2 * count + 2 * i, start);
    view.setUint16(16 + 4 * count + 2 * i, (glyph - start) & 0xffff);
  }
  return out;
}

/** Format 12. */
function groups(runs: readonly Run[]): Uint8Array {
  const out = new Uint8Array(16 + 12 * runs.length);
  const view = new DataView(out.buffer);
  view.setUint16(0, 12);
  view.setUint32(4, out.length);
  view.setUint32(12, runs.length);
  for (const [i, { start, end, glyph }] of runs.entries()) {
    view.setUint32(16 + 12 * i, start);
    view.setUint32(20 + 12 * i, end);
    view.setUint32(24 + 12 * i, glyph);
  }
  return out;
}
