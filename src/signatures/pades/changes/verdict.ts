import { type PdfDocument, pages } from '../../../formats/pdf/index.ts';
import { type Change, isYinxinError, type Modification } from '../../../foundation/core/index.ts';
import { type FoundChange, weightier } from './change.ts';
import { objectionTo, type Restriction } from './permissions.ts';

/** What was changed after a signature, all later revisions together. */
export interface ModificationVerdict {
  readonly modification: Modification;
  readonly changes: readonly Change[];
}

/** Reports name so many changes; the verdict counts all. */
const MAX_CHANGES = 200;

/**
 * Judges the changes of all revisions after a signed one: the weightiest decides, and what some signature does not
 * permit is disallowed. A later revision that changed nothing still is an update.
 */
export function judgeChanges(
  changes: ReadonlyMap<number, readonly FoundChange[]>,
  signedRevision: number,
  restrictions: readonly Restriction[],
  pageNumber: (object: number) => number | undefined,
): ModificationVerdict {
  let modification: Modification = 'none';
  const named = new Map<string, Change>();
  for (const [revision, found] of changes) {
    if (revision <= signedRevision) continue;
    modification = weightier(modification, 'ltv-update');
    for (const change of found) {
      const isLater = change.since !== undefined && signedRevision < change.since;
      if (isLater) continue;
      const objection = objectionTo(change, signedRevision, revision, restrictions);
      modification = weightier(modification, objection === undefined ? change.level : 'disallowed');
      const detail = [
        place(change, pageNumber),
        change.detail,
        objection === undefined ? '' : `; ${objection}`,
      ].join('');
      if (named.size < MAX_CHANGES) named.set(`${change.code} ${detail}`, { code: change.code, detail });
    }
  }
  return { modification, changes: [...named.values()] };
}

function place({ page }: FoundChange, pageNumber: (object: number) => number | undefined): string {
  if (page === undefined || page === 0) return '';
  const number = pageNumber(page);
  return number === undefined ? `page object ${page}: ` : `page ${number}: `;
}

/** Numbers of pages by their objects, counted when first asked for. */
export function pageNumbers(document: PdfDocument): (object: number) => number | undefined {
  let known: Map<number, number> | undefined;
  return (object) => {
    known ??= countPages(document);
    return known.get(object);
  };
}

/** As far as the page tree can be read: the numbers are for words alone. */
function countPages(document: PdfDocument): Map<number, number> {
  const numbers = new Map<number, number>();
  try {
    for (const page of pages(document)) numbers.set(page.ref.num, page.index + 1);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
  }
  return numbers;
}
