import type { PdfDict } from './object.ts';
import { pdfInvalid } from './syntax.ts';

/** Where one object is, by one cross-reference section. */
export type XrefEntry =
  | { readonly type: 'free'; readonly gen: number }
  | { readonly type: 'offset'; readonly offset: number; readonly gen: number }
  | { readonly type: 'compressed'; readonly container: number; readonly index: number };

/** A run of consecutive object numbers in a section; `at` is the place of its first entry. */
export interface XrefRun {
  readonly first: number;
  readonly count: number;
  readonly at: number;
}

/** Runs in ascending order; an object named twice in one section is PDF_INVALID (7.5.4). */
export function orderedRuns(runs: readonly XrefRun[]): readonly XrefRun[] {
  const ordered = runs.filter((run) => run.count > 0).sort((a, b) => a.first - b.first);
  for (let i = 1; i < ordered.length; i++) {
    if (ordered[i]!.first < ordered[i - 1]!.first + ordered[i - 1]!.count) {
      throw pdfInvalid('a cross-reference section names an object twice');
    }
  }
  return ordered;
}

/** The run that holds an object number. */
export function findRun(runs: readonly XrefRun[], num: number): XrefRun | undefined {
  let low = 0;
  let high = runs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const run = runs[middle]!;
    if (num < run.first) high = middle - 1;
    else if (num >= run.first + run.count) low = middle + 1;
    else return run;
  }
  return undefined;
}

/** One cross-reference section (ISO 32000-1, 7.5.4, 7.5.8), read entry by entry on demand. */
export interface XrefSection {
  readonly kind: 'table' | 'stream';
  readonly offset: number;
  /** After the trailer dictionary, or after the cross-reference stream's `endobj`. */
  readonly end: number;
  readonly trailer: PdfDict;
  /** Runs of object numbers, ascending. */
  readonly runs: readonly XrefRun[];
  /** This section's own word on an object; undefined when it says nothing. */
  lookup(num: number): XrefEntry | undefined;
  /** The cross-reference stream of a hybrid file (7.5.8.4), which hides objects from old readers. */
  readonly hybrid?: XrefSection;
}

/**
 * The entry with a hybrid section's stream considered: in use in the table, then the stream, then free in
 * the table, as 7.5.8.4 wants it.
 */
export function lookupInSection(section: XrefSection, num: number): XrefEntry | undefined {
  const own = section.lookup(num);
  if (section.hybrid === undefined || (own !== undefined && own.type !== 'free')) return own;
  return section.hybrid.lookup(num) ?? own;
}
