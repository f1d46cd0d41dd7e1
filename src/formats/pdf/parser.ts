import { YinxinError } from '../../foundation/core/index.ts';
import type { Lexer } from './lexer.ts';
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream, PdfString } from './object.ts';
import { isDigit, isRegular, isWhite, pdfInvalid } from './syntax.ts';

/** An indirect object as it stands in the file. */
export interface IndirectObject {
  readonly num: number;
  readonly gen: number;
  readonly value: PdfObject;
  /** Offset of its number. */
  readonly start: number;
  /** Offset after `endobj`; for a stream, where its data starts. */
  readonly end: number;
}

/** Values in one object: arrays of glyph widths and of fields have some ten thousands. */
export const MAX_VALUES = 2_000_000;
/** An empty dictionary takes as much memory as several numbers, and so does each of its keys. */
const CONTAINER = 4;
const KEY = 2;

/**
 * One direct value (or reference) at the lexer's position. Nesting above `maxDepth`, and more values than the lexer has
 * left, are LIMIT_EXCEEDED.
 */
export function parseValue(lexer: Lexer, maxDepth: number): PdfObject {
  if (--lexer.valuesLeft < 0) throw tooMany();
  lexer.skipWhite();
  const byte = lexer.peek();
  if (byte === undefined) throw pdfInvalid('a value expected, the file ends', lexer.offset);
  if (isDigit(byte)) return numberOrReference(lexer);
  switch (byte) {
    case 0x2f:
      lexer.skip(1);
      return new PdfName(lexer.name());
    case 0x3c:
      return lexer.peek(1) === 0x3c ? parseDictionary(lexer, maxDepth) : parseHexString(lexer);
    case 0x28: {
      const start = lexer.offset;
      lexer.skip(1);
      const bytes = lexer.literalString();
      return new PdfString(bytes, false, start, lexer.offset);
    }
    case 0x5b:
      return parseArray(lexer, maxDepth);
    case 0x2b:
    case 0x2d:
    case 0x2e:
      return lexer.number();
  }
  if (lexer.takeKeyword('true')) return true;
  if (lexer.takeKeyword('false')) return false;
  if (lexer.takeKeyword('null')) return null;
  throw pdfInvalid('a value expected', lexer.offset);
}

function parseHexString(lexer: Lexer): PdfString {
  const start = lexer.offset;
  lexer.skip(1);
  const bytes = lexer.hexString();
  return new PdfString(bytes, true, start, lexer.offset);
}

function numberOrReference(lexer: Lexer): PdfObject {
  const value = lexer.number();
  if (!Number.isSafeInteger(value) || !isWhite(lexer.peek())) return value;
  const after = lexer.offset;
  // Look ahead for "gen R"; anything else leaves the number alone.
  lexer.skipWhite();
  if (isDigit(lexer.peek())) {
    let gen = 0;
    let digits = 0;
    for (; isDigit(lexer.peek()) && digits < 6; digits++) {
      gen = gen * 10 + (lexer.peek()! - 0x30);
      lexer.skip(1);
    }
    if (isWhite(lexer.peek())) {
      lexer.skipWhite();
      if (lexer.takeKeyword('R')) return new PdfRef(value, gen);
    }
  }
  lexer.offset = after;
  return value;
}

function tooMany(): YinxinError {
  return new YinxinError('LIMIT_EXCEEDED', 'the PDF holds too many values to be read', {
    details: { limit: 'values' },
  });
}

function parseArray(lexer: Lexer, maxDepth: number): PdfObject {
  lexer.valuesLeft -= CONTAINER;
  lexer.skip(1);
  const items: PdfObject[] = [];
  for (;;) {
    lexer.skipWhite();
    if (lexer.peek() === 0x5d) {
      lexer.skip(1);
      return items;
    }
    items.push(parseValue(lexer, deeper(maxDepth)));
  }
}

function parseDictionary(lexer: Lexer, maxDepth: number): PdfDict {
  lexer.valuesLeft -= CONTAINER;
  lexer.skip(2);
  const entries = new Map<string, PdfObject>();
  const duplicates: string[] = [];
  for (;;) {
    lexer.skipWhite();
    if (lexer.peek() === 0x3e && lexer.peek(1) === 0x3e) {
      lexer.skip(2);
      return new PdfDict(entries, duplicates);
    }
    if (lexer.peek() !== 0x2f) throw pdfInvalid('a key expected in a dictionary', lexer.offset);
    lexer.skip(1);
    const key = lexer.name();
    lexer.valuesLeft -= KEY;
    const value = parseValue(lexer, deeper(maxDepth));
    if (entries.has(key)) duplicates.push(key);
    else entries.set(key, value);
  }
}

function deeper(maxDepth: number): number {
  if (maxDepth > 0) return maxDepth - 1;
  throw new YinxinError(
    'LIMIT_EXCEEDED',
    'arrays and dictionaries of the PDF nest deeper than pdfDepth allows',
    {
      details: { limit: 'pdfDepth' },
    },
  );
}

/** `num gen obj value endobj` at the lexer's position; a stream ends here where its data starts. */
export function parseIndirectObject(lexer: Lexer, maxDepth: number): IndirectObject {
  lexer.valuesLeft = Math.min(lexer.valuesLeft, MAX_VALUES);
  lexer.skipWhite();
  const start = lexer.offset;
  const num = lexer.unsignedInteger();
  const gen = lexer.unsignedInteger();
  lexer.expectKeyword('obj');
  const value = parseValue(lexer, maxDepth);
  lexer.skipWhite();
  if (value instanceof PdfDict && lexer.takeKeyword('stream')) {
    passStreamEol(lexer);
    return {
      num,
      gen,
      value: new PdfStream(value, lexer.offset, new PdfRef(num, gen)),
      start,
      end: lexer.offset,
    };
  }
  // "endobj" must not run into the next object's number.
  if (!lexer.takeKeyword('endobj')) throw pdfInvalid('"endobj" expected', lexer.offset);
  return { num, gen, value, start, end: lexer.offset };
}

/** `stream` is followed by CRLF or LF, never by CR alone (ISO 32000-1, 7.3.8.1). */
function passStreamEol(lexer: Lexer): void {
  if (lexer.peek() === 0x0d && lexer.peek(1) === 0x0a) lexer.skip(2);
  else if (lexer.peek() === 0x0a) lexer.skip(1);
  else throw pdfInvalid('line end expected after "stream"', lexer.offset);
}

/** True when a token ends before the byte. */
export function endsToken(byte: number | undefined): boolean {
  return byte === undefined || !isRegular(byte);
}
