import { YinxinError } from '../../foundation/core/index.ts';
import type { PdfBytes } from './bytes.ts';
import type { XrefSection } from './xref.ts';

/** One saved state of the file: the sections that came with it, and where it ended. */
export interface Revision {
  /** 0 is the oldest. */
  readonly index: number;
  /** Sections of this revision, newest first; a linearized file has two in its first revision. */
  readonly sections: readonly XrefSection[];
  /**
   * Offset after `%%EOF`; undefined where that marker does not follow the section.
   * `ends` also holds the offsets after one line end behind it.
   */
  readonly end: number | undefined;
  readonly ends: readonly number[];
}

/**
 * Groups sections (newest first) into revisions (oldest first). A section in front of its predecessor belongs
 * to the same revision: so linearized files are built (ISO 32000-1, Annex F).
 */
export function groupRevisions(bytes: PdfBytes, sections: readonly XrefSection[]): Revision[] {
  const groups: XrefSection[][] = [];
  for (const [i, section] of sections.entries()) {
    const newer = sections[i - 1];
    if (newer !== undefined && section.offset > newer.offset) groups.at(-1)!.push(section);
    else groups.push([section]);
  }
  return groups.reverse().map((group, index) => {
    // The first section of a linearized file need not be followed by an end of its own.
    const last = group.reduce((a, b) => (b.offset > a.offset ? b : a));
    const end = endOfRevision(bytes, last, group[0]!.offset);
    return { index, sections: group, end, ends: end === undefined ? [] : withLineEnds(bytes, end) };
  });
}

/**
 * Offset after the `%%EOF` that follows `startxref` behind a section. That must name the section where the revision is
 * read from: a later `startxref` may lead back to a section that was prepared inside the earlier bytes.
 */
function endOfRevision(bytes: PdfBytes, section: XrefSection, start: number): number | undefined {
  if (section.end >= bytes.size) return undefined;
  try {
    return bytes.parseAt(section.end, (lexer) => {
      lexer.expectKeyword('startxref');
      if (lexer.unsignedInteger() !== start) return undefined;
      while (lexer.peek() === 0x0a || lexer.peek() === 0x0d || lexer.peek() === 0x20) lexer.skip(1);
      // A comment to the lexer, the end of a revision to readers (7.5.5).
      const marker = '%%EOF';
      for (let i = 0; i < marker.length; i++) if (lexer.peek(i) !== marker.charCodeAt(i)) return undefined;
      return lexer.offset + marker.length;
    });
  } catch (error) {
    if (error instanceof YinxinError) return undefined;
    throw error;
  }
}

function withLineEnds(bytes: PdfBytes, end: number): number[] {
  const ends = [end];
  const next = bytes.slice(end, Math.min(2, bytes.size - end));
  if (next[0] === 0x0a || next[0] === 0x0d) ends.push(end + 1);
  if (next[0] === 0x0d && next[1] === 0x0a) ends.push(end + 2);
  return ends;
}
