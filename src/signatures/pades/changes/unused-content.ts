import {
  countOf,
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
  const size = Math.min(countOf(trailer.get('Size')) ?? 0, MAX_OBJECTS);
  const unused: number[] = [];
  for (let num = 1; num < size && unused.length < MAX_NAMED; num++) {
    if (book.labelOf(num) !== undefined || book.rolesOf(num).length > 0) continue;
    if (isShown(valueAt(view, num))) unused.push(num);
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
