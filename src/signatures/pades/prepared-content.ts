import {
  countOf,
  isPdfArray,
  nameOf,
  type PdfDict,
  type PdfDocument,
  type PdfField,
  type PdfObject,
  readFields,
} from '../../formats/pdf/index.ts';
import type { Check } from '../../foundation/core/index.ts';

/** Half of a page of A4, in square points: a field of that size is a second page over the first. */
const LARGE = (595 * 842) / 2;

const READ_ONLY = 1;
const PUSH_BUTTON = 1 << 16;

/**
 * Warnings on what was prepared so that a signed page may look otherwise without any change of its content: scripts and
 * actions, a second form for viewers that know XFA, and fields over half a page that may rightly be filled later. None of
 * them is an attack by itself; shadow documents are made of such parts.
 */
export function preparedContent(document: PdfDocument): Check[] {
  if (document.locked) return [];
  const active = activeParts(document);
  const covering = readFields(document).fields.filter((field) => coversPage(document, field));
  return [
    ...(active.length === 0 ? [] : [warning('PDF_ACTIVE_CONTENT', active.join(', '), '12.6, 12.7.8')]),
    ...covering.slice(0, 5).map(({ name }) => {
      const detail = `field "${name}" covers half a page or more, and may be filled after signing`;
      return warning('PDF_FIELD_OVER_PAGE', detail, '12.7.3');
    }),
  ];
}

function warning(code: string, detail: string, clause: string): Check {
  return { code, status: 'warning', detail, clause: `ISO 32000-1 ${clause}` };
}

function activeParts(document: PdfDocument): string[] {
  const catalog = document.catalog();
  const names = document.dict(catalog.get('Names'));
  const form = document.dict(catalog.get('AcroForm'));
  const parts: readonly [isThere: boolean, words: string][] = [
    [isActive(document, catalog.get('OpenAction')), 'an action on opening'],
    [catalog.get('AA') !== undefined, 'actions of the document'],
    [names?.get('JavaScript') !== undefined, 'JavaScript'],
    [form?.get('XFA') !== undefined, 'an XFA form that some viewers show instead of the pages'],
  ];
  return parts.filter(([isThere]) => isThere).map(([, words]) => words);
}

/** A destination, or an action that only goes to one, moves nothing but the window. */
function isActive(document: PdfDocument, value: PdfObject | undefined): boolean {
  const action = document.resolve(value);
  if (action === undefined || isPdfArray(action)) return false;
  const dict = document.dict(action);
  const goes = nameOf(document.resolve(dict?.get('S'))) === 'GoTo' && dict?.get('Next') === undefined;
  return dict !== undefined && !goes;
}

function coversPage(document: PdfDocument, field: PdfField): boolean {
  const flags = countOf(document.resolve(field.dict.get('Ff'))) ?? 0;
  const isButton = field.type === 'Btn' && (flags & PUSH_BUTTON) !== 0;
  const isFixed =
    (flags & READ_ONLY) !== 0 || isButton || (field.type === 'Sig' && field.value !== undefined);
  return !isFixed && field.widgets.some(({ dict }) => areaOf(document, dict) >= LARGE);
}

function areaOf(document: PdfDocument, widget: PdfDict): number {
  const corners = document.array(widget.get('Rect'))?.map((item) => document.resolve(item)) ?? [];
  const [x1, y1, x2, y2] = corners.map((item) => (typeof item === 'number' ? item : 0));
  return corners.length === 4 ? Math.abs((x2! - x1!) * (y2! - y1!)) : 0;
}
