import { describe, expect, it } from 'vitest';
import { Lexer, WindowTooShort } from '../../../src/formats/pdf/lexer.ts';
import {
  type PdfDict,
  PdfName,
  type PdfObject,
  PdfRef,
  type PdfString,
} from '../../../src/formats/pdf/object.ts';
import { parseIndirectObject, parseValue } from '../../../src/formats/pdf/parser.ts';
import { serializeValue } from '../../../src/formats/pdf/serializer.ts';
import { fromLatin1, isYinxinError, toHex } from '../../../src/foundation/core/index.ts';

const parse = (text: string): PdfObject => parseValue(new Lexer(fromLatin1(text)), 8);
const refuses = (text: string): void => {
  expect(() => parse(text)).toThrowError(expect.objectContaining({ code: 'PDF_INVALID' }));
};

describe('values', () => {
  it('reads numbers in every form of the standard and no other', () => {
    expect(['1', '-2', '+3', '4.', '-.5', '0.25'].map(parse)).toEqual([1, -2, 3, 4, -0.5, 0.25]);
    for (const text of ['--1', '1.2.3', '1e5', '-', '.', '1-2']) refuses(text);
  });

  it('tells a reference from two numbers', () => {
    expect(parse('12 3 R')).toEqual(new PdfRef(12, 3));
    expect(parse('[1 2 3 0 R 4]')).toEqual([1, 2, new PdfRef(3, 0), 4]);
    expect(parse('[1 0]')).toEqual([1, 0]);
  });

  it('decodes names', () => {
    expect(parse('/A#20B#')).toEqual(new PdfName('A B#'));
    expect(parse('/')).toEqual(new PdfName(''));
  });

  it('decodes literal strings: nesting, escapes, octals, line ends', () => {
    const bytes = (text: string): string => toHex((parse(text) as PdfString).bytes);
    expect(bytes('(a(b)\\)c)')).toBe(toHex(fromLatin1('a(b))c')));
    expect(bytes('(\\n\\r\\t\\b\\f\\\\\\q)')).toBe('0a0d09080c5c71');
    expect(bytes('(\\1011\\53\\400)')).toBe('41312b00');
    expect(bytes('(a\\\r\nb\r\nc\rd)')).toBe(toHex(fromLatin1('ab\nc\nd')));
    refuses('(a(b)');
  });

  it('decodes hexadecimal strings and knows where they stood', () => {
    const value = parse(' <4E 6f7> ') as PdfString;
    expect([toHex(value.bytes), value.hex, value.start, value.end]).toEqual(['4e6f70', true, 1, 9]);
    refuses('<4x>');
    refuses('<41');
  });

  it('keeps the first of two equal keys and names the key', () => {
    const dict = parse('<< /A 1 /B 2 /A 3 >>') as PdfDict;
    expect([dict.get('A'), dict.duplicateKeys]).toEqual([1, ['A']]);
  });

  it('counts null as absent', () => {
    expect((parse('<< /A null >>') as PdfDict).get('A')).toBeUndefined();
  });

  it('refuses what is no value', () => {
    for (const text of ['', 'foo', ']', '>>', '<< /A >>', '<< 1 2 >>', '[1', 'truex', '{}']) refuses(text);
  });

  it('stops at the depth limit with a code of its own', () => {
    try {
      parse('['.repeat(20));
      expect.unreachable();
    } catch (error) {
      expect(isYinxinError(error, 'LIMIT_EXCEEDED')).toBe(true);
    }
  });

  it('survives writing and reading again', () => {
    const text = '<< /A [1 -2.5 true false null] /N#20x (a\\(b) /R 4 0 R /S <00ff> /D << /E /F >> >>';
    const once = serializeValue(parse(text));
    expect(serializeValue(parse(once))).toBe(once);
    expect(once).toContain('/N#20x (a\\(b)');
  });

  it('writes numbers without exponent', () => {
    expect(serializeValue(1e-7)).toBe('0.0000001');
    expect(serializeValue(123456789012)).toBe('123456789012');
  });
});

describe('indirect objects', () => {
  const read = (text: string) => parseIndirectObject(new Lexer(fromLatin1(text)), 8);

  it('knows where an object starts and ends', () => {
    expect(read(' 7 0 obj 5 endobj')).toEqual({ num: 7, gen: 0, value: 5, start: 1, end: 17 });
  });

  it('takes CRLF and LF after "stream", and no CR alone', () => {
    expect(read('1 0 obj<<>>stream\r\nx').end).toBe(19);
    expect(read('1 0 obj<<>>stream\nx').end).toBe(18);
    expect(() => read('1 0 obj<<>>stream\rx')).toThrow(/line end/);
  });

  it('refuses an object without its end', () => {
    for (const text of ['1 0 obj 5', '1 0 obj 5 2 0 obj', '1 0 5 endobj', '-1 0 obj 5 endobj']) {
      expect(() => read(text)).toThrowError(expect.objectContaining({ code: 'PDF_INVALID' }));
    }
  });

  it('asks for a longer window instead of guessing', () => {
    const lexer = new Lexer(fromLatin1('1 0 obj (abc'), 0, false);
    expect(() => parseIndirectObject(lexer, 8)).toThrow(WindowTooShort);
  });
});
