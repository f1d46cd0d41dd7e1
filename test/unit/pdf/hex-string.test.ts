import { describe, expect, it } from 'vitest';
import { Lexer } from '../../../src/formats/pdf/lexer.ts';
import { PdfString } from '../../../src/formats/pdf/object.ts';
import { decodeTextString, encodeDate } from '../../../src/formats/pdf/text-string.ts';
import { utf8 } from '../../../src/foundation/core/index.ts';

const read = (text: string): number[] => [...new Lexer(utf8(`${text}>`)).hexString()];

describe('a hexadecimal string', () => {
  it.each([
    ['', []],
    ['4', [0x40]],
    ['0aFf', [0x0a, 0xff]],
    ['0a f', [0x0a, 0xf0]],
    [' 0a', [0x0a]],
    ['0 a', [0x0a]],
    ['0a\n0b\t0', [0x0a, 0x0b, 0x00]],
    ['0 1 2 3', [0x01, 0x23]],
  ])('<%s> is read whatever stands between its digits', (text, bytes) => {
    expect(read(text)).toEqual(bytes);
  });

  it.each(['0g', 'g0', '00zz', '0a0(', '0a/'])('<%s> is refused', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'PDF_INVALID' }));
  });
});

describe('text strings and dates', () => {
  it('reads bytes outside ASCII by PDFDocEncoding', () => {
    const text = (...bytes: number[]) => decodeTextString(new PdfString(Uint8Array.from(bytes)));
    expect(text(0x41, 0x7e)).toBe('A~');
    expect(text(0x41, 0x18, 0x80, 0xa0, 0xe9)).toBe('A˘•€é');
    expect(text(0x0a, 0x41)).toBe('\nA');
  });

  it('writes a date in UTC, to the second', () => {
    expect(decodeTextString(encodeDate(new Date('2026-01-02T03:04:05.678Z')))).toBe('D:20260102030405Z');
  });
});
