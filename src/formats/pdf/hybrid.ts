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
  const sections = document.revisions.flatMap((revision) => [...revision.sections].reverse()).reverse();
  for (const [i, { hybrid }] of sections.entries()) {
    for (const { first, count } of hybrid?.runs ?? []) {
      for (let num = first; num < first + count; num++) {
        const isNewest = sections.slice(0, i).every((newer) => !names(newer, num));
        if (isNewest && !sameEntry(inTables(sections.slice(i), num), hybrid!.lookup(num))) hidden.add(num);
      }
    }
  }
  return hidden;
}

function names(section: XrefSection, num: number): boolean {
  return section.lookup(num) !== undefined || section.hybrid?.lookup(num) !== undefined;
}

/** The entry that a reader of tables alone finds. */
function inTables(sections: readonly XrefSection[], num: number): XrefEntry | undefined {
  for (const section of sections) {
    const entry = section.kind === 'table' ? section.lookup(num) : undefined;
    if (entry !== undefined) return entry;
  }
  return undefined;
}
