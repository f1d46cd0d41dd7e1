import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { decodePng, encodePng } from '../../../src/formats/png/index.ts';
import { isYinxinError } from '../../../src/foundation/core/index.ts';

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return isYinxinError(error) ? error.code : `foreign: ${String(error)}`;
  }
  return 'none';
}

const width = 23;
const height = 17;
const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => (i * 37 + (i >> 5) * 11) & 0xff);

describe('the PNG reader', () => {
  it('reads back what the writer wrote', () => {
    expect(decodePng(encodePng({ width, height, kind: 'rgba', data })).data).toEqual(data);
    const bits = Uint8Array.from({ length: width * height }, (_, i) => ((i * 7) % 3) & 1);
    const grey = decodePng(encodePng({ width, height, kind: 'bit', data: bits })).data;
    expect(Array.from(grey.filter((_, i) => i % 4 === 0))).toEqual(
      Array.from(bits, (b) => (b === 0 ? 0 : 255)),
    );
  });

  it('reads every row filter and colour type that another encoder writes', () => {
    for (const filterType of [0, 1, 2, 3, 4]) {
      const png = new PNG({ width, height });
      png.data = Buffer.from(data);
      expect(
        decodePng(PNG.sync.write(png, { filterType, colorType: 6 })).data,
        `filter ${filterType}`,
      ).toEqual(data);
    }
    const opaque = data.map((v, i) => (i % 4 === 3 ? 255 : v));
    const png = new PNG({ width, height });
    png.data = Buffer.from(opaque);
    expect(decodePng(PNG.sync.write(png, { colorType: 2 })).data).toEqual(opaque);
  });

  it('refuses a change in any byte, a cut anywhere, and an impossible size', () => {
    const good = encodePng({ width: 3, height: 2, kind: 'rgba', data: data.slice(0, 24) });
    for (let i = 0; i < good.length; i++) {
      const bad = good.slice();
      bad[i]! ^= 0x40;
      expect(
        codeOf(() => decodePng(bad)),
        `byte ${i}`,
      ).toMatch(/^(IMAGE_INVALID|INFLATE_INVALID|LIMIT_EXCEEDED)$/);
      expect(
        codeOf(() => decodePng(good.subarray(0, i))),
        `cut ${i}`,
      ).toBe('IMAGE_INVALID');
    }
  });
});
