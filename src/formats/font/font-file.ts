import { utf8 } from '../../foundation/core/index.ts';

const TRUE_TYPE = 0x00010000;
const CHECKSUM_MAGIC = 0xb1b0afba;
const HEADER = 12;
const RECORD = 16;

/** A TrueType file of these tables by tag, each on four bytes, with checksums, and that of the whole in `head`. */
export function fontFile(tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const power = Math.floor(Math.log2(sorted.length));
  let at = HEADER + RECORD * sorted.length;
  const out = new Uint8Array(sorted.reduce((sum, [, { length }]) => sum + padded(length), at));
  const view = new DataView(out.buffer);
  view.setUint32(0, TRUE_TYPE);
  const counts = [sorted.length, 16 << power, power, 16 * sorted.length - (16 << power)];
  for (const [i, value] of counts.entries()) view.setUint16(4 + 2 * i, value);
  let head = 0;
  let sum = 0;
  for (const [i, [tag, data]] of sorted.entries()) {
    const record = HEADER + RECORD * i;
    out.set(data, at);
    if (tag === 'head') {
      head = at;
      view.setUint32(at + 8, 0);
    }
    const own = checksum(view, at, at + padded(data.length));
    sum = (sum + own) >>> 0;
    out.set(utf8(tag), record);
    view.setUint32(record + 4, own);
    view.setUint32(record + 8, at);
    view.setUint32(record + 12, data.length);
    at += padded(data.length);
  }
  const records = checksum(view, 0, HEADER + RECORD * sorted.length);
  view.setUint32(head + 8, (CHECKSUM_MAGIC - ((sum + records) >>> 0)) >>> 0);
  return out;
}

function checksum(view: DataView, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}
