import { assertWithin, type Limits } from '../../foundation/core/index.ts';
import type { PdfBytes } from './bytes.ts';
import { countOf } from './object.ts';
import { isDigit, pdfInvalid } from './syntax.ts';
import type { XrefSection } from './xref.ts';
import { readXrefStream } from './xref-stream.ts';
import { readXrefTable } from './xref-table.ts';

/** How far from the end `startxref` is looked for (ISO 32000-1, Annex H, note 18 speaks of 1024 for %%EOF). */
const TAIL = 2048;

/** The offset that the last `startxref` of the file names. */
export function lastStartxref(bytes: PdfBytes): number {
  const length = Math.min(TAIL, bytes.size);
  const tail = bytes.slice(bytes.size - length, length);
  const keyword = lastIndexOf(tail, 'startxref');
  if (keyword < 0) throw pdfInvalid('no startxref at the end');
  return bytes.parseAt(bytes.size - length + keyword, (lexer) => {
    lexer.skip('startxref'.length);
    return lexer.unsignedInteger();
  });
}

function lastIndexOf(bytes: Uint8Array, word: string): number {
  for (let i = bytes.length - word.length; i >= 0; i--) {
    let j = 0;
    while (j < word.length && bytes[i + j] === word.charCodeAt(j)) j++;
    if (j === word.length) return i;
  }
  return -1;
}

/** All cross-reference sections, newest first, along /Prev. A loop is PDF_INVALID. */
export function readXrefChain(bytes: PdfBytes, startxref: number, limits: Limits): XrefSection[] {
  const sections: XrefSection[] = [];
  const seen = new Set<number>();
  let entries = 0;
  for (let offset: number | undefined = startxref; offset !== undefined; ) {
    if (seen.has(offset)) throw pdfInvalid('cross-reference sections form a loop', offset);
    seen.add(offset);
    const section = readSection(bytes, offset, limits);
    sections.push(section);
    assertWithin('pdfRevisions', sections.length, limits);
    for (const run of [...section.runs, ...(section.hybrid?.runs ?? [])]) entries += run.count;
    assertWithin('pdfObjects', entries, limits);
    const previous = section.trailer.get('Prev');
    offset = countOf(previous);
    if (previous !== undefined && offset === undefined)
      throw pdfInvalid('/Prev is no offset', section.offset);
  }
  return sections;
}

function readSection(bytes: PdfBytes, offset: number, limits: Limits): XrefSection {
  const isStream = bytes.parseAt(offset, (lexer) => {
    lexer.skipWhite();
    return isDigit(lexer.peek());
  });
  if (isStream) return readXrefStream(bytes, offset, limits);
  const table = readXrefTable(bytes, offset, limits.pdfDepth, limits.pdfObjects);
  const hybrid = table.trailer.get('XRefStm');
  if (hybrid === undefined) return table;
  const at = countOf(hybrid);
  if (at === undefined) throw pdfInvalid('/XRefStm is no offset', offset);
  return { ...table, hybrid: readXrefStream(bytes, at, limits) };
}
