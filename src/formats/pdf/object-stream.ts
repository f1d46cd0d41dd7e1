import { Lexer } from './lexer.ts';
import { countOf, nameOf, type PdfObject, PdfRef, type PdfStream } from './object.ts';
import { MAX_VALUES, parseValue } from './parser.ts';
import { pdfInvalid } from './syntax.ts';

/** An object stream, decoded (ISO 32000-1, 7.5.7): numbers and places of its objects; values on demand. */
export interface ObjectStream {
  readonly numbers: readonly number[];
  /** The value at an index; its number must be the one asked for. The budget pays for it, and for keeping it. */
  value(index: number, num: number, budget: ParseBudget, keep: boolean): PdfObject;
}

/** Values that may still be read, all objects together: see {@link Lexer.valuesLeft}. */
export interface ParseBudget {
  values: number;
  /** Bytes of object streams whose values may still be kept. */
  kept: number;
}

/** Reads the header of an object stream from its decoded data. */
export function readObjectStream(stream: PdfStream, data: Uint8Array, maxDepth: number): ObjectStream {
  const count = countOf(stream.dict.get('N'));
  const first = countOf(stream.dict.get('First'));
  if (nameOf(stream.dict.get('Type')) !== 'ObjStm' || count === undefined || first === undefined) {
    throw pdfInvalid('an object stream without /Type /ObjStm, /N or /First', stream.start);
  }
  if (first > data.length || count > data.length)
    throw pdfInvalid('an object stream ends early', stream.start);
  const header = new Lexer(data.subarray(0, first));
  const numbers: number[] = [];
  const offsets: number[] = [];
  for (let i = 0; i < count; i++) {
    numbers.push(header.unsignedInteger());
    offsets.push(header.unsignedInteger());
  }
  const kept = new Map<number, PdfObject>();
  return {
    numbers,
    value: (index, num, budget, keep) => {
      if (numbers[index] !== num)
        throw pdfInvalid(`object ${num} is not where its object stream says`, stream.start);
      const known = kept.get(index);
      if (known !== undefined) return known;
      const lexer = new Lexer(data, 0, true, first + offsets[index]!);
      const most = Math.min(MAX_VALUES, budget.values);
      lexer.valuesLeft = most;
      try {
        const value = parseValue(lexer, maxDepth);
        lexer.skipWhite();
        if (!(value instanceof PdfRef) && !lexer.takeKeyword('stream')) {
          const size = lexer.offset - first - offsets[index]!;
          if (keep && size <= budget.kept) {
            budget.kept -= size;
            kept.set(index, value);
          }
          return value;
        }
      } finally {
        budget.values -= most - lexer.valuesLeft;
      }
      throw pdfInvalid('an object stream holds a stream or a bare reference', stream.start);
    },
  };
}
