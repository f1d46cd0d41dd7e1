import type { PdfDocument } from './document.ts';
import { isHidden } from './hybrid.ts';
import { countOf, type PdfDict } from './object.ts';
import { ObjectView } from './object-view.ts';
import { pdfInvalid } from './syntax.ts';
import { lookupInSection, type XrefEntry, type XrefSection } from './xref.ts';

/** What one revision says about an object number, beside what held before. */
export interface RewrittenEntry {
  readonly num: number;
  /** Undefined when the object did not exist, or was free. */
  readonly before: XrefEntry | undefined;
  readonly after: XrefEntry | undefined;
  /** Table and stream of a hybrid section disagree about it. */
  readonly isHidden: boolean;
}

/**
 * The states of a file in order, from one revision on: each step costs what its own sections list, however many
 * revisions went before. `before` and `after` are the states on both sides of the newest step.
 */
export class RevisionWalk {
  readonly before: ObjectView;
  readonly after: ObjectView;
  readonly #document: PdfDocument;
  /** Entries that revisions after the first one set, up to the state before the newest step. */
  readonly #settled = new Map<number, XrefEntry | undefined>();
  #step = new Map<number, XrefEntry | undefined>();
  readonly #from: number;
  #at: number;

  constructor(document: PdfDocument, from: number) {
    this.#document = document;
    this.#from = from;
    this.#at = from;
    this.before = new ObjectView(document.reader, (num) => this.#entryBefore(num));
    this.after = new ObjectView(document.reader, (num) =>
      this.#step.has(num) ? this.#step.get(num) : this.#entryBefore(num),
    );
    for (const revision of document.revisions.slice(0, from + 1)) revision.sections.forEach(assertWithinSize);
  }

  /** The revision that `after` shows. */
  get revision(): number {
    return this.#at;
  }

  /** Trailer of that revision. */
  get trailer(): PdfDict {
    return this.#document.trailerAt(this.#at);
  }

  #entryBefore(num: number): XrefEntry | undefined {
    return this.#settled.has(num) ? this.#settled.get(num) : this.#document.entry(num, this.#from);
  }

  /**
   * Goes on to the next revision; answers every number that its sections list. PDF_INVALID after the last one. Nothing
   * is changed when it throws.
   */
  advance(): readonly RewrittenEntry[] {
    const next = this.#document.revisions[this.#at + 1];
    if (next === undefined) throw pdfInvalid('no revision follows');
    const step = new Map<number, XrefEntry | undefined>();
    const hidden = new Set<number>();
    for (const section of next.sections) {
      assertWithinSize(section);
      for (const num of listedNumbers(section)) {
        if (isHidden(section, num)) hidden.add(num);
        if (step.has(num)) continue;
        const entry = lookupInSection(section, num);
        step.set(num, entry?.type === 'free' ? undefined : entry);
      }
    }
    for (const [num, entry] of this.#step) this.#settled.set(num, entry);
    this.#step = step;
    this.#at++;
    return [...step].map(([num, after]) => {
      return { num, before: this.#entryBefore(num), after, isHidden: hidden.has(num) };
    });
  }
}

/** Every number that a section has a word on, the stream of a hybrid section included. */
export function* listedNumbers(section: XrefSection): Generator<number> {
  for (const { first, count } of section.runs) {
    for (let num = first; num < first + count; num++) yield num;
  }
  for (const { first, count } of section.hybrid?.runs ?? []) {
    for (let num = first; num < first + count; num++) yield num;
  }
}

/**
 * Entries at or above /Size do not count (ISO 32000-1, table 15), until a later /Size is larger: then they would appear
 * without being written.
 */
function assertWithinSize(section: XrefSection): void {
  const size = countOf(section.trailer.get('Size')) ?? 0;
  for (const part of [section, section.hybrid]) {
    const last = part?.runs.at(-1);
    if (last !== undefined && last.first + last.count > size) {
      throw pdfInvalid('a cross-reference section lists objects beyond its /Size', section.offset);
    }
  }
}
