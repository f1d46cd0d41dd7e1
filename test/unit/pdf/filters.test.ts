import { describe, expect, it } from 'vitest';
import { platform } from '#platform';
import { decodeStream } from '../../../src/formats/pdf/filters.ts';
import { PdfDict, PdfName, type PdfObject } from '../../../src/formats/pdf/object.ts';
import { concatBytes, fromLatin1, latin1 } from '../../../src/foundation/core/index.ts';

const decode = (entries: Record<string, PdfObject>, raw: Uint8Array, max = 1000): Uint8Array =>
  decodeStream(PdfDict.of(entries), raw, (value) => value, max);
const named = (name: string): { Filter: PdfName } => ({ Filter: new PdfName(name) });

describe('stream filters', () => {
  it('decodes ASCIIHex, ASCII85 and RunLength', () => {
    expect(latin1(decode(named('ASCIIHexDecode'), fromLatin1('48 65 6C6c 6f7>')))).toBe('Hellop');
    expect(latin1(decode(named('ASCII85Decode'), fromLatin1('87cURD]i,"Ebo80~>')))).toBe('Hello World!');
    expect([...decode(named('ASCII85Decode'), fromLatin1('z~>'))]).toEqual([0, 0, 0, 0]);
    expect([...decode(named('RunLengthDecode'), Uint8Array.of(1, 7, 8, 254, 9, 128, 5))]).toEqual([
      7, 8, 9, 9, 9,
    ]);
  });

  it('decodes the LZW example of ISO 32000-1, 7.4.4.2', () => {
    const raw = Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01);
    expect([...decode(named('LZWDecode'), raw)]).toEqual([45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
  });

  it('applies filters in order, with the parameters of each', () => {
    const raw = fromLatin1(
      `${[...platform.deflate(Uint8Array.of(2, 1, 2, 2, 1, 1))].map((b) => b.toString(16).padStart(2, '0')).join('')}>`,
    );
    const entries = {
      Filter: [new PdfName('ASCIIHexDecode'), new PdfName('FlateDecode')],
      DecodeParms: [null, PdfDict.of({ Predictor: 12, Columns: 2 })],
    };
    expect([...decode(entries, raw)]).toEqual([1, 2, 2, 3]);
  });

  it('undoes every PNG predictor and the TIFF one', () => {
    const rows = concatBytes(
      Uint8Array.of(0, 1, 2, 3),
      Uint8Array.of(1, 1, 1, 1),
      Uint8Array.of(2, 1, 1, 1),
      Uint8Array.of(3, 1, 1, 1),
      Uint8Array.of(4, 1, 1, 1),
    );
    const png = { ...named('FlateDecode'), DecodeParms: PdfDict.of({ Predictor: 15, Columns: 3 }) };
    expect([...decode(png, platform.deflate(rows))]).toEqual([1, 2, 3, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5]);
    const tiff = { ...named('FlateDecode'), DecodeParms: PdfDict.of({ Predictor: 2, Columns: 3 }) };
    expect([...decode(tiff, platform.deflate(Uint8Array.of(1, 1, 1, 5, 0, 255)))]).toEqual([
      1, 2, 3, 5, 5, 4,
    ]);
  });

  it('bounds what comes out', () => {
    for (const [name, raw] of [
      ['FlateDecode', platform.deflate(new Uint8Array(5000))],
      ['RunLengthDecode', new Uint8Array(100).fill(129)],
    ] as const) {
      expect(() => decode(named(name), raw)).toThrowError(
        expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
      );
    }
  });

  it('names a filter that it does not read', () => {
    expect(() => decode(named('DCTDecode'), new Uint8Array(1))).toThrowError(
      expect.objectContaining({ code: 'PDF_UNSUPPORTED', details: { filter: 'DCTDecode' } }),
    );
  });
});
