import type { PdfDocument } from './document.ts';
import type { IncrementalUpdate } from './incremental-update.ts';
import { countOf, isPdfArray, PdfDict, type PdfObject, PdfRef } from './object.ts';
import type { PdfPage } from './pages.ts';
import { pdfInvalid } from './syntax.ts';

/** SignaturesExist and AppendOnly (ISO 32000-1, table 219). */
const SIG_FLAGS = 3;

/**
 * Declares signatures in the AcroForm and adds a field to it, touching only the objects that must change.
 * Answers the value for the catalog's /AcroForm, or undefined where the catalog need not change.
 */
export function updateForm(
  document: PdfDocument,
  update: IncrementalUpdate,
  newField: PdfRef | undefined,
): PdfObject | undefined {
  const stored = document.catalog().get('AcroForm');
  if (stored === undefined) {
    return update.add(PdfDict.of({ Fields: newField === undefined ? [] : [newField], SigFlags: SIG_FLAGS }));
  }
  const form = document.dict(stored);
  if (form === undefined) throw pdfInvalid('/AcroForm is no dictionary');
  const changes: Record<string, PdfObject> = {};
  const flags = countOf(document.resolve(form.get('SigFlags'))) ?? 0;
  if ((flags & SIG_FLAGS) !== SIG_FLAGS) changes['SigFlags'] = flags | SIG_FLAGS;
  if (newField !== undefined) {
    const fields = appended(document, update, form.get('Fields'), newField);
    if (fields !== undefined) changes['Fields'] = fields;
  }
  if (Object.keys(changes).length === 0) return undefined;
  const changed = form.with(changes);
  if (!(stored instanceof PdfRef)) return changed;
  update.set(stored, changed);
  return undefined;
}

/** A widget or stamp, and the page that shall show it. */
export interface ShownWidget {
  readonly page: PdfPage;
  readonly ref: PdfRef;
}

/** Puts annotations on their pages, each page once: into the array of /Annots where that is an object, else the page. */
export function showOnPages(
  document: PdfDocument,
  update: IncrementalUpdate,
  shown: readonly ShownWidget[],
): void {
  const byPage = new Map<number, { readonly page: PdfPage; readonly refs: PdfRef[] }>();
  const arrays = new Set<number>();
  for (const { page, ref } of shown) {
    const entry = byPage.get(page.ref.num) ?? { page, refs: [] };
    byPage.set(page.ref.num, entry);
    entry.refs.push(ref);
  }
  for (const { page, refs } of byPage.values()) {
    const stored = page.dict.get('Annots');
    if (stored instanceof PdfRef && arrays.has(stored.num)) {
      throw pdfInvalid('two pages share one array of annotations');
    }
    if (stored instanceof PdfRef) arrays.add(stored.num);
    const annotations = appended(document, update, stored, ...refs);
    if (annotations !== undefined) update.set(page.ref, page.dict.with({ Annots: annotations }));
  }
}

/** An array with more items; undefined when the array is an object of its own and was written. */
function appended(
  document: PdfDocument,
  update: IncrementalUpdate,
  stored: PdfObject | undefined,
  ...items: readonly PdfRef[]
): PdfObject | undefined {
  const array = document.resolve(stored);
  if (array !== undefined && !isPdfArray(array)) throw pdfInvalid('an array expected in the form or page');
  const longer = [...(array ?? []), ...items];
  if (!(stored instanceof PdfRef) || array === undefined) return longer;
  update.set(stored, longer);
  return undefined;
}
