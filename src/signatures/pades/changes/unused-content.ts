import {
  countOf,
  isPdfArray,
  nameOf,
  type ObjectView,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfStream,
} from '../../../formats/pdf/index.ts';
import { isYinxinError } from '../../../foundation/core/index.ts';
import type { RoleBook } from './role-book.ts';

/** Objects looked at: a warning is not worth more. */
const MAX_OBJECTS = 100_000;
const MAX_NAMED = 20;

const SHOWN: ReadonlySet<string> = new Set(['Page', 'Pages', 'Catalog', 'Annot']);
const DRAWN: ReadonlySet<string> = new Set(['Form', 'Image']);

/**
 * Objects of a state that could be shown and are used nowhere: pages, catalogs, annotations, drawings. An editor may
 * have left them behind; or somebody prepared them, to be shown by a later change (shadow attacks). The book must hold
 * what is used.
 */
export function unusedContent(view: ObjectView, trailer: PdfDict, book: RoleBook): readonly number[] {
  return unusedAmong(view, trailer, (num) => book.labelOf(num) !== undefined || book.rolesOf(num).length > 0);
}

/** What may be used against a signed revision, by object numbers. */
export interface Prepared {
  /** See {@link unusedContent}. */
  readonly unused: readonly number[];
  /** Objects that give a key twice: readers see one or the other value. */
  readonly ambiguous: readonly number[];
}

/**
 * As {@link unusedContent}, where nobody needs to know what the objects are: one plain walk. PDF_INVALID for an object
 * that cannot be read.
 */
export function preparedObjects(view: ObjectView, trailer: PdfDict): Prepared {
  const reached = new Set<number>();
  const ambiguous: number[] = [];
  const waiting: PdfObject[] = [...trailer.entries.values()];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (value instanceof PdfRef) {
      if (reached.has(value.num)) continue;
      reached.add(value.num);
      const target = view.glance(value)?.value;
      if (target === undefined || !pushReferences(target, waiting)) continue;
      if (ambiguous.length < MAX_NAMED) ambiguous.push(value.num);
    } else pushReferences(value, waiting);
  }
  return { unused: unusedAmong(view, trailer, (num) => reached.has(num)), ambiguous };
}

/** True when a dictionary in it gives a key twice. */
function pushReferences(value: PdfObject, onto: PdfObject[]): boolean {
  const holder = value instanceof PdfStream ? value.dict : value;
  let isAmbiguous = holder instanceof PdfDict && holder.duplicateKeys.length > 0;
  if (holder instanceof PdfRef) onto.push(holder);
  const items = isPdfArray(holder) ? holder : holder instanceof PdfDict ? holder.entries.values() : [];
  for (const item of items) if (pushReferences(item, onto)) isAmbiguous = true;
  return isAmbiguous;
}

function unusedAmong(
  view: ObjectView,
  trailer: PdfDict,
  isUsed: (num: number) => boolean,
): readonly number[] {
  const size = Math.min(countOf(trailer.get('Size')) ?? 0, MAX_OBJECTS);
  const unused: number[] = [];
  for (let num = 1; num < size && unused.length < MAX_NAMED; num++) {
    if (!isUsed(num) && isShown(valueAt(view, num))) unused.push(num);
  }
  return unused;
}

function valueAt(view: ObjectView, num: number): PdfObject | undefined {
  const entry = view.entry(num);
  if (entry === undefined || entry.type === 'free') return undefined;
  try {
    return view.glance(new PdfRef(num, entry.type === 'offset' ? entry.gen : 0))?.value;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

function isShown(value: PdfObject | undefined): boolean {
  if (value instanceof PdfStream) return DRAWN.has(nameOf(value.dict.get('Subtype')) ?? '');
  return value instanceof PdfDict && SHOWN.has(nameOf(value.get('Type')) ?? '');
}
