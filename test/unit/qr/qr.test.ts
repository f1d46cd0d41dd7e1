import jsQrModule from 'jsqr';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { darkRuns, type QrSegment, qrMatrix, qrPng, qrSvg } from '../../../src/formats/qr/index.ts';

const jsQR = jsQrModule as unknown as typeof jsQrModule.default;

const decode = (png: Uint8Array): ReturnType<typeof jsQR> => {
  const { data, width, height } = PNG.sync.read(Buffer.from(png));
  return jsQR(new Uint8ClampedArray(data), width, height);
};

const URL_AND_DIGITS: QrSegment[] = [
  { mode: 'byte', data: 'https://license.example.cn/v#' },
  { mode: 'numeric', data: '31415926535897932384626433832795028841971693993751' },
];

describe('QR code', () => {
  it('of Chinese text is read by another decoder', () => {
    expect(decode(qrPng(qrMatrix('印信：示例许可证')))?.data).toBe('印信：示例许可证');
  });

  it('of a URL with digits in numeric mode reads as one text and is smaller than in byte mode', () => {
    const text = URL_AND_DIGITS.map(({ data }) => data).join('');
    const mixed = qrMatrix(URL_AND_DIGITS);
    expect(decode(qrPng(mixed))?.data).toBe(text);
    expect(mixed.length).toBeLessThan(qrMatrix([{ mode: 'byte', data: text }]).length);
  });

  it('carries every byte value', () => {
    const data = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(decode(qrPng(qrMatrix([{ mode: 'byte', data }])))?.binaryData).toEqual(Array.from(data));
  });

  it('has the size of its version and a quiet zone of four modules', () => {
    const matrix = qrMatrix('A');
    expect(matrix.length).toBe(21);
    const { width, data } = PNG.sync.read(Buffer.from(qrPng(matrix, { scale: 1 })));
    expect(width).toBe(29);
    const light = (x: number, y: number): boolean => data[(y * width + x) * 4] === 255;
    for (let i = 0; i < width; i++) for (let k = 0; k < 4; k++) expect(light(i, k) && light(k, i)).toBe(true);
    expect(light(4, 4)).toBe(false);
  });

  it('as SVG draws exactly the dark modules', () => {
    const matrix = qrMatrix('示例');
    const drawn = new Set<string>();
    for (const [, x, y, h] of qrSvg(matrix, { margin: 0 }).matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
      for (let i = 0; i < Number(h); i++) drawn.add(`${Number(x) + i},${y}`);
    }
    const dark = matrix.flatMap((row, y) => row.flatMap((on, x) => (on ? [`${x},${y}`] : [])));
    expect([...drawn].sort()).toEqual(dark.sort());
    expect(darkRuns(matrix).reduce((sum, run) => sum + run.length, 0)).toBe(dark.length);
  });

  it('is the same for the same content', () => {
    expect(qrPng(qrMatrix(URL_AND_DIGITS))).toEqual(qrPng(qrMatrix(URL_AND_DIGITS)));
  });

  it('refuses no content, characters outside the mode, and what is too large', () => {
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(() => qrMatrix('')).toThrow(code('QR_INVALID'));
    expect(() => qrMatrix([])).toThrow(code('QR_INVALID'));
    expect(() => qrMatrix([{ mode: 'numeric', data: '12a' }])).toThrow(code('QR_INVALID'));
    expect(() => qrMatrix([{ mode: 'alphanumeric', data: 'abc' }])).toThrow(code('QR_INVALID'));
    expect(() => qrMatrix([{ mode: 'byte', data: new Uint8Array(3000) }])).toThrow(code('QR_TOO_LARGE'));
    expect(() => qrPng(qrMatrix('A'), { scale: 0.5 })).toThrow(code('ARGUMENT_INVALID'));
  });
});
