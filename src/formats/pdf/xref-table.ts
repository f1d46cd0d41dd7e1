import type { PdfBytes } from './bytes.ts';
import type { Lexer } from './lexer.ts';
import { PdfDict as Dict, type PdfDict } from './object.ts';
import { MAX_VALUES, parseValue } from './parser.ts';
import { isDigit, isWhite, pdfInvalid } from './syntax.ts';
import { findRun, orderedRuns, type XrefEntry, type XrefRun, type XrefSection } from './xref.ts';

const ENTRY = 20;

/** The cross-reference table at an offset, with its trailer. Entries are checked when they are looked up. */
export function readXrefTable(
  bytes: PdfBytes,
  offset: number,
  maxDepth: number,
  maxObjects: number,
): XrefSection {
  const found: XrefRun[] = [];
  let at = bytes.parseAt(offset, (lexer) => {
    lexer.expectKeyword('xref');
    return lexer.offset;
  });
  for (let total = 0; ; ) {
    const head = bytes.parseAt(at, subsectionHead);
    if (head === 'trailer') break;
    total += head.count;
    if (total > maxObjects || head.first + head.count > maxObjects + 1) {
      throw pdfInvalid('a cross-reference table with more objects than pdfObjects allows', at);
    }
    found.push(head);
    at = head.at + head.count * ENTRY;
    if (at > bytes.size) throw pdfInvalid('a cross-reference table ends outside the file', head.at);
  }
  const runs = orderedRuns(found);
  const { trailer, end } = bytes.parseAt(at, (lexer) => trailerAt(lexer, maxDepth));
  return {
    kind: 'table',
    offset,
    end,
    trailer,
    runs,
    lookup: (num) => {
      const run = findRun(runs, num);
      return run === undefined ? undefined : readEntry(bytes, run.at + (num - run.first) * ENTRY);
    },
  };
}

function subsectionHead(lexer: Lexer): XrefRun | 'trailer' {
  lexer.skipWhite();
  if (lexer.takeKeyword('trailer')) return 'trailer';
  const first = lexer.unsignedInteger();
  const count = lexer.unsignedInteger();
  // Spaces may follow, then one line end; entries start right behind it.
  while (lexer.peek() === 0x20) lexer.skip(1);
  if (lexer.peek() === 0x0d && lexer.peek(1) === 0x0a) lexer.skip(2);
  else if (lexer.peek() === 0x0a || lexer.peek() === 0x0d) lexer.skip(1);
  else throw pdfInvalid('line end expected in a cross-reference table', lexer.offset);
  return { first, count, at: lexer.offset };
}

function trailerAt(lexer: Lexer, maxDepth: number): { trailer: PdfDict; end: number } {
  lexer.expectKeyword('trailer');
  lexer.valuesLeft = MAX_VALUES;
  const trailer = parseValue(lexer, maxDepth);
  if (!(trailer instanceof Dict)) throw pdfInvalid('a trailer that is no dictionary', lexer.offset);
  return { trailer, end: lexer.offset };
}

/** `nnnnnnnnnn ggggg n` and two bytes of line end. */
function readEntry(bytes: PdfBytes, at: number): XrefEntry {
  const entry = bytes.slice(at, ENTRY);
  const offset = decimal(entry, 0, 10);
  const gen = decimal(entry, 11, 5);
  const type = entry[17];
  const formed = entry[10] === 0x20 && entry[16] === 0x20 && isWhite(entry[18]) && isWhite(entry[19]);
  if (!formed || offset < 0 || gen < 0 || (type !== 0x6e && type !== 0x66)) {
    throw pdfInvalid('a malformed cross-reference entry', at);
  }
  return type === 0x6e ? { type: 'offset', offset, gen } : { type: 'free', gen };
}

function decimal(bytes: Uint8Array, from: number, digits: number): number {
  let value = 0;
  for (let i = from; i < from + digits; i++) {
    if (!isDigit(bytes[i])) return -1;
    value = value * 10 + (bytes[i]! - 0x30);
  }
  return value;
}
