import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../src/formats/png/index.ts';

describe('encodePng', () => {
  it('writes RGBA that another decoder reads back', () => {
    const data = Uint8Array.from({ length: 7 * 5 * 4 }, (_, i) => (i * 37) & 0xff);
    const decoded = PNG.sync.read(Buffer.from(encodePng({ width: 7, height: 5, kind: 'rgba', data })));
    expect([decoded.width, decoded.height]).toEqual([7, 5]);
    expect(new Uint8Array(decoded.data)).toEqual(data);
  });

  it('packs one bit per pixel over byte borders', () => {
    const data = Uint8Array.from({ length: 19 * 3 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const decoded = PNG.sync.read(Buffer.from(encodePng({ width: 19, height: 3, kind: 'bit', data })));
    expect(Array.from({ length: 57 }, (_, i) => (decoded.data[i * 4] as number) >> 7)).toEqual(
      Array.from(data),
    );
  });

  it('writes the density of 300 dpi as 11811 pixels per metre', () => {
    const png = Buffer.from(
      encodePng({ width: 1, height: 1, kind: 'bit', data: new Uint8Array(1), dpi: 300 }),
    );
    const at = png.indexOf('pHYs') + 4;
    expect([png.readUInt32BE(at), png.readUInt32BE(at + 4), png[at + 8]]).toEqual([11811, 11811, 1]);
  });

  it('refuses data that does not match the size', () => {
    expect(() => encodePng({ width: 2, height: 2, kind: 'rgba', data: new Uint8Array(15) })).toThrow(
      expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
    );
    expect(() => encodePng({ width: 0, height: 2, kind: 'bit', data: new Uint8Array(0) })).toThrow(
      expect.objectContaining({ code: 'ARGUMENT_INVALID' }),
    );
  });
});
