import type { PdfDocument } from './document.ts';
import type { XrefEntry, XrefSection } from './xref.ts';

/** True when table and stream of a hybrid section say different things of an object (ISO 32000-1, 7.5.8.4). */
export function isHidden(section: XrefSection, num: number): boolean {
  const streamed = section.hybrid?.lookup(num);
  return streamed !== undefined && !sameEntry(section.lookup(num), streamed);
}

/** True when two entries lead to the same object; free is like missing. */
export function sameEntry(a: XrefEntry | undefined, b: XrefEntry | undefined): boolean {
  if (a === undefined || a.type === 'free') return b === undefined || b.type === 'free';
  if (a.type === 'offset') return b?.type === 'offset' && a.offset === b.offset && a.gen === b.gen;
  return b?.type === 'compressed' && a.container === b.container && a.index === b.index;
}

/**
 * Objects that readers which do not know cross-reference streams see differently, or not at all: those that a hybrid
 * section hides from them. Readers that know them do not agree which of the two parts of a section goes first, so one
 * that both parts name counts too.
 */
export function hiddenObjects(document: PdfDocument): ReadonlySet<number> {
  const hidden = new Set<number>();
  const sections = document.revisions.flatMap((revision) => [...revision.sections].reverse());
  const asked = new Set(
    sections.flatMap(({ hybrid }) => (hybrid === undefined ? [] : [...numbersIn(hybrid)])),
  );
  if (asked.size === 0) return hidden;
  // From the oldest section on: the entry of the tables so far, and whether the newest word on it was a hidden one.
  const tables = new Map<number, XrefEntry | undefined>();
  for (const section of sections) {
    for (const num of numbersIn(section)) {
      if (!asked.has(num)) continue;
      if (section.kind === 'table') tables.set(num, section.lookup(num));
      hidden.delete(num);
    }
    if (section.hybrid === undefined) continue;
    for (const num of numbersIn(section.hybrid)) {
      if (sameEntry(tables.get(num), section.hybrid.lookup(num))) hidden.delete(num);
      else hidden.add(num);
    }
  }
  return hidden;
}

function* numbersIn({ runs }: XrefSection): Generator<number> {
  for (const { first, count } of runs) for (let num = first; num < first + count; num++) yield num;
}
