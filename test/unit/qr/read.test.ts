import { describe, expect, it } from 'vitest';
import { decodePng } from '../../../src/formats/png/index.ts';
import { qrMatrix, qrPng, readQr, readQrMatrix } from '../../../src/formats/qr/index.ts';
import { isYinxinError, latin1 } from '../../../src/foundation/core/index.ts';

describe('reading a QR code', () => {
  it('gives back text with a numeric tail, from modules and from a picture', async () => {
    const text = `https://licenses.example.invalid/v#${'0123456789'.repeat(40)}`;
    const matrix = qrMatrix([
      { mode: 'byte', data: text.slice(0, 35) },
      { mode: 'numeric', data: text.slice(35) },
    ]);
    expect(latin1(await readQrMatrix(matrix))).toBe(text);
    expect(latin1(await readQr(decodePng(qrPng(matrix))))).toBe(text);
  });

  it('gives back bytes of any value', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(await readQrMatrix(qrMatrix([{ mode: 'byte', data: bytes }]))).toEqual(bytes);
  });

  it('finds nothing in an empty picture, by name', async () => {
    const empty = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 4).fill(255) };
    const error = await readQr(empty).catch((thrown: unknown) => thrown);
    expect(isYinxinError(error) && error.code).toBe('QR_INVALID');
  });
});
