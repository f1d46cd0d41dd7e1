import { isPdfArray, nameOf, PdfDict } from '../../../../formats/pdf/index.ts';
import { pageLabel } from '../label.ts';
import { changedKeys } from '../same-value.ts';
import type { Rule } from '../step.ts';
import { overPage } from './annotation-picture.ts';
import { additionsTo } from './array.ts';
import { verb } from './catalog.ts';

/** Nodes of the page tree never change: pages are not added, removed or put in another order. */
export const judgePages: Rule = (step, _role, before, after) => {
  const keys =
    before instanceof PdfDict && after instanceof PdfDict ? changedKeys(before, after) : ['the node'];
  step.forbid('PAGE_TREE', `the page tree changed: ${keys.join(', ')}`);
};

/** A page may gain annotations, and the order in which a keyboard walks them. */
export const judgePage: Rule = (step, role, before, after) => {
  if (role.kind !== 'page') return;
  const { page } = role;
  if (!(before instanceof PdfDict) || !(after instanceof PdfDict)) {
    step.forbid('PAGE_TREE', `page ${verb(before, after)}`, page);
    return;
  }
  for (const key of changedKeys(before, after)) {
    if (key === 'Annots') step.follow({ kind: 'annotations', page }, before.get(key), after.get(key));
    else if (key !== 'Tabs' || before.get(key) !== undefined || nameOf(after.get(key)) === undefined) {
      const { code, words } = pageLabel(key, page);
      step.forbid(code, `${words} ${verb(before.get(key), after.get(key))}`, page);
    }
  }
};

/** /Annots of a page only grows. */
export const judgeAnnotations: Rule = (step, role, before, after) => {
  if (role.kind !== 'annotations') return;
  const { page } = role;
  const added = isPdfArray(after) ? additionsTo(isPdfArray(before) ? before : [], after) : undefined;
  if (added === undefined) {
    step.forbid('ANNOTATION_REMOVED', 'annotations were removed, or put in another order', page);
    return;
  }
  for (const entry of added) step.addAnnotation(page, entry);
};

/**
 * Markup (ISO 32000-2, 12.5.6.2) and the windows that belong to it. Those that put text or pictures over the page are
 * not among them, whoever permits annotations: a reader cannot tell them from its content.
 */
const MARKUP: ReadonlySet<string> = new Set([
  ...['Text', 'Popup', 'Highlight', 'Underline', 'Squiggly', 'StrikeOut', 'Caret', 'Ink'],
  ...['Line', 'Square', 'Circle', 'Polygon', 'PolyLine'],
]);
const OVER_PAGE: ReadonlySet<string> = new Set(['FreeText', 'Stamp', 'Redact', 'Watermark']);
const ACTIVE_KEYS: readonly string[] = [
  'A',
  'AA',
  'OC',
  'PA',
  'Dest',
  'RichMediaContent',
  'FS',
  'Sound',
  'Movie',
];

/** An annotation that is no widget of the form: it may be new, and then it stays as it is. */
export const judgeAnnotation: Rule = (step, role, before, after) => {
  if (role.kind !== 'annotation') return;
  const { page } = role;
  if (before !== undefined || !(after instanceof PdfDict)) {
    step.forbid('ANNOTATION', `an annotation was ${verb(before, after)}`, page);
    return;
  }
  const subtype = nameOf(step.after.resolve(after.get('Subtype'))) ?? '(none)';
  const active = ACTIVE_KEYS.find((key) => after.get(key) !== undefined);
  const detail = `${subtype} annotation added`;
  const picture = MARKUP.has(subtype) ? overPage(step.after, after, step.budget) : undefined;
  if (OVER_PAGE.has(subtype))
    step.forbid('ANNOTATION_OVER_PAGE', `${detail}: it is read as part of the page`, page);
  else if (!MARKUP.has(subtype)) step.forbid('ANNOTATION', detail, page);
  else if (active !== undefined) step.forbid('ACTION', `${detail} with /${active}`, page);
  else if (picture !== undefined) step.forbid('ANNOTATION_OVER_PAGE', `${detail}: ${picture}`, page);
  else step.note({ level: 'annotation', code: 'ANNOTATION_ADDED', detail, page });
};
