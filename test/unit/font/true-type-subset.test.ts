import { expect, test } from 'vitest';
import { characterMap } from '../../../src/formats/font/character-map.ts';
import { loadFontChain, trueTypeSubset } from '../../../src/formats/font/index.ts';
import { demoFontChain } from '../../support/demo-font.ts';

/** What a `cmap` says, read by its formats alone. */
function readMap(bytes: Uint8Array): Record<'4' | '12', Record<number, number>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = { '4': {} as Record<number, number>, '12': {} as Record<number, number> };
  for (let i = 0; i < view.getUint16(2); i++) {
    const at = view.getUint32(4 + 8 * i + 4);
    const format = view.getUint16(at);
    if (format === 4) {
      const twice = view.getUint16(at + 6);
      for (let s = 0; s < twice; s += 2) {
        const end = view.getUint16(at + 14 + s);
        const start = view.getUint16(at + 16 + twice + s);
        const delta = view.getUint16(at + 16 + 2 * twice + s);
        for (let c = start; c <= end; c++)
          if (((c + delta) & 0xffff) !== 0) out['4'][c] = (c + delta) & 0xffff;
      }
    } else {
      for (let g = 0; g < view.getUint32(at + 12); g++) {
        const [start, end, glyph] = [0, 4, 8].map((field) => view.getUint32(at + 16 + 12 * g + field));
        for (let c = start!; c <= end!; c++) out['12'][c] = glyph! + c - start!;
      }
    }
  }
  return out;
}

test('both tables map the n-th code point to glyph n + 1, the small one only the basic plane', () => {
  const codePoints = [0x20, 0x21, 0x22, 0x4e00, 0xfffd, 0xfffe, 0x10000, 0x10001, 0x20bb7];
  const map = readMap(characterMap(codePoints));
  const expected = Object.fromEntries(codePoints.map((codePoint, index) => [codePoint, index + 1]));
  expect(map['12']).toEqual(expected);
  expect(map['4']).toEqual(Object.fromEntries(Object.entries(expected).filter(([c]) => Number(c) < 0xffff)));
});

test('a font of no characters is a font', () => {
  expect(readMap(characterMap([]))).toEqual({ '4': {}, '12': {} });
});

test('checksums of the whole and of each table are right', () => {
  const chain = demoFontChain();
  const bytes = trueTypeSubset(chain.faces[0]!, chain.glyphs('示例', 'test'));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sum = (from: number, to: number): number => {
    let total = 0;
    for (let at = from; at < to; at += 4) total = (total + view.getUint32(at)) >>> 0;
    return total;
  };
  expect(sum(0, bytes.length)).toBe(0xb1b0afba);
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + 16 * i;
    const tag = String.fromCharCode(...bytes.subarray(record, record + 4));
    const [checksum, offset, length] = [4, 8, 12].map((field) => view.getUint32(record + field));
    const adjusted = tag === 'head' ? view.getUint32(offset! + 8) : 0;
    expect((sum(offset!, offset! + ((length! + 3) & ~3)) - adjusted) >>> 0, tag).toBe(checksum);
  }
  expect(loadFontChain([bytes]).faces[0]!.postscriptName).toBe(chain.faces[0]!.postscriptName);
});
