import type { PdfDocument } from './document.ts';
import type { Lexer } from './lexer.ts';
import { nameOf, type PdfObject, PdfRef, PdfStream } from './object.ts';
import type { ObjectView } from './object-view.ts';
import { listedNumbers } from './revision-walk.ts';
import { isWhite } from './syntax.ts';
import type { XrefSection } from './xref.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Bytes of a later revision that belong to no object that its cross-reference section lists, in words: a second
 * definition of an object, one that is not listed, objects inside of others. Readers that search for objects instead of
 * following the section see another document there. `view` is the state after that revision.
 */
export function strayBytes(document: PdfDocument, view: ObjectView, revision: number): string[] {
  const { sections, end } = document.revisions[revision]!;
  const from = document.revisions[revision - 1]?.end;
  if (end === undefined || from === undefined) return [`revision ${revision} has no end of its own`];
  const found: string[] = [];
  const spans = [...spansOf(sections, view, from, found)].sort((a, b) => a.start - b.start || a.end - b.end);
  let at = from;
  let last: Span = { start: from, end: from };
  for (const span of [...spans, { start: end, end }]) {
    // A cross-reference stream is an object too, and so is what is listed twice: the same span is no overlap.
    if (span.start === last.start && span.end === last.end) continue;
    last = span;
    if (span.start < at) {
      found.push(`objects overlap at byte ${span.start}`);
    } else if (!isFiller(document, at, span.start)) {
      found.push(`bytes from ${at} to ${span.start} belong to no object that is listed`);
    }
    at = Math.max(at, span.end);
  }
  return found;
}

/** Objects and cross-reference sections written by a revision; what is wrong inside of object streams goes to `found`. */
function* spansOf(
  sections: readonly XrefSection[],
  view: ObjectView,
  from: number,
  found: string[],
): Generator<Span> {
  for (const section of sections) {
    for (const part of [section, section.hybrid]) {
      if (part !== undefined && part.offset >= from) yield { start: part.offset, end: part.end };
    }
    for (const num of listedNumbers(section)) {
      for (const entry of [section.lookup(num), section.hybrid?.lookup(num)]) {
        if (entry?.type !== 'offset' || entry.offset < from) continue;
        const object = view.objectAt(entry.offset, new PdfRef(num, entry.gen));
        const end = object.value instanceof PdfStream ? view.extent(object.value).end : object.end;
        if (isObjectStream(object.value)) found.push(...unlistedIn(sections, view, num));
        yield { start: object.start, end };
      }
    }
  }
}

function isObjectStream(value: PdfObject): boolean {
  return value instanceof PdfStream && nameOf(value.dict.get('Type')) === 'ObjStm';
}

/** Objects of an object stream that no section of its revision leads to: another reader may take them all the same. */
function unlistedIn(sections: readonly XrefSection[], view: ObjectView, container: number): string[] {
  const isListed = (num: number, index: number): boolean =>
    sections.some((section) =>
      [section, section.hybrid].some((part) => {
        const entry = part?.lookup(num);
        return entry?.type === 'compressed' && entry.container === container && entry.index === index;
      }),
    );
  const unlisted = view.numbersIn(container).filter((num, index) => !isListed(num, index));
  return unlisted.slice(0, 1).map((num) => `object ${num} in object stream ${container} is not listed`);
}

/** Only white space, comments and the ends of revisions (7.5.5). */
function isFiller(document: PdfDocument, from: number, to: number): boolean {
  if (from === to) return true;
  return document.bytes.parseAt(from, (lexer) => {
    while (lexer.offset < to) {
      const byte = lexer.peek();
      if (isWhite(byte)) lexer.skip(1);
      else if (byte === 0x25 && !isEndMark(lexer)) skipComment(lexer);
      else if (!takeEnd(lexer)) return false;
    }
    return lexer.offset === to;
  });
}

function skipComment(lexer: Lexer): void {
  for (let byte = lexer.peek(); byte !== undefined && byte !== 0x0a && byte !== 0x0d; byte = lexer.peek()) {
    lexer.skip(1);
  }
}

/** `startxref`, a number, `%%EOF`. */
function takeEnd(lexer: Lexer): boolean {
  if (!lexer.takeKeyword('startxref')) return false;
  while (isWhite(lexer.peek())) lexer.skip(1);
  while (lexer.peek()! >= 0x30 && lexer.peek()! <= 0x39) lexer.skip(1);
  while (isWhite(lexer.peek())) lexer.skip(1);
  if (!isEndMark(lexer)) return false;
  lexer.skip(END_MARK.length);
  return true;
}

const END_MARK = '%%EOF';

function isEndMark(lexer: Lexer): boolean {
  for (let i = 0; i < END_MARK.length; i++) if (lexer.peek(i) !== END_MARK.charCodeAt(i)) return false;
  return true;
}
