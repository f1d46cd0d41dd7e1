import {
  countOf,
  isPdfArray,
  nameOf,
  type ObjectView,
  type PdfDict,
  type PdfObject,
  PdfString,
} from '../../../../formats/pdf/index.ts';
import type { FieldNode } from '../field-node.ts';
import type { Step } from '../step.ts';

/** What a new signature field may hold. No action, no optional content, no place below another field. */
const WIDGET_KEYS: readonly string[] = [
  ...[
    'Type',
    'Subtype',
    'Rect',
    'P',
    'F',
    'AP',
    'AS',
    'MK',
    'BS',
    'Border',
    'H',
    'NM',
    'M',
    'DA',
    'Q',
    'C',
    'Parent',
  ],
];
const FIELD_KEYS: ReadonlySet<string> = new Set([
  ...WIDGET_KEYS.filter((key) => key !== 'Parent'),
  ...['FT', 'T', 'TU', 'TM', 'Ff', 'V', 'Lock', 'SV', 'Kids'],
]);

const HIDDEN = 2;

/** A new field must be a signature field at the top of the tree, under a name of its own. */
export function judgeNewField(step: Step, field: FieldNode, dict: PdfDict): void {
  const name = `new field "${field.name}"`;
  const partial = step.after.resolve(dict.get('T'));
  const isNamed = partial instanceof PdfString && field.name !== '' && !field.name.includes('.');
  if (!isNamed) step.forbid('FIELD_NAME', `${name}: its name is no partial name`);
  else if (!step.addFieldName(field.name)) step.forbid('FIELD_NAME', `${name}: another field has that name`);
  if (nameOf(step.after.resolve(dict.get('FT'))) !== 'Sig' || field.isGroup) {
    step.forbid('FIELD_ADDED', `${name}: it is no signature field`);
    return;
  }
  forbidOtherKeys(step, name, dict, FIELD_KEYS);
  step.follow({ kind: 'appearances', field }, undefined, dict.get('AP'));
  step.follow({ kind: 'kids', field }, undefined, dict.get('Kids'));
  step.follow({ kind: 'signature', field }, undefined, dict.get('V'));
  const isVisible = widgetsOf(step.after, dict).some((widget) => isSeen(step.after, widget));
  if (!isVisible && dict.get('V') !== undefined) return;
  const detail = `${name}: a signature field${isVisible ? ', visible on the page' : ''}`;
  // Whoever draws over a page signs for it with a name: anybody can have a timestamp.
  if (isVisible && isTimestamp(step, dict)) step.forbid('TIMESTAMP_VISIBLE', `${detail}, for a timestamp`);
  // Its caption and background would be seen, and nobody has signed.
  const isDecorated = widgetsOf(step.after, dict).some((widget) => isDrawn(step, widget));
  if (isVisible && dict.get('V') === undefined && isDecorated) {
    step.forbid('FIELD_ADDED', `${detail}, drawn without being signed`);
  }
  step.note({ level: 'form-fill', code: 'FIELD_ADDED', detail, field: field.name, visibleField: isVisible });
}

function isDrawn(step: Step, widget: PdfDict): boolean {
  const characteristics = step.after.dict(widget.get('MK'));
  return ['BG', 'CA', 'RC', 'AC', 'I', 'RI', 'IX'].some((key) => characteristics?.get(key) !== undefined);
}

function isTimestamp(step: Step, field: PdfDict): boolean {
  const value = step.after.dict(field.get('V'));
  if (value === undefined) return false;
  const names = [value.get('Type'), value.get('SubFilter')].map((item) => nameOf(step.after.resolve(item)));
  return names.includes('DocTimeStamp') || names.includes('ETSI.RFC3161');
}

/** A widget that comes with a new signature field. */
export function judgeNewWidget(step: Step, field: FieldNode, dict: PdfDict): void {
  const name = `new field "${field.name}"`;
  if (nameOf(step.after.resolve(dict.get('Subtype'))) !== 'Widget') {
    step.forbid('FIELD_ADDED', `${name}: what stands below it is no widget`);
  }
  forbidOtherKeys(step, name, dict, new Set(WIDGET_KEYS));
  step.follow({ kind: 'appearances', field }, undefined, dict.get('AP'));
}

function forbidOtherKeys(step: Step, name: string, dict: PdfDict, allowed: ReadonlySet<string>): void {
  for (const key of dict.entries.keys()) {
    if (!allowed.has(key)) step.forbid('FIELD_ADDED', `${name}: it holds /${key}`);
  }
}

/** The pictures of a field: its kids, or itself. */
export function widgetsOf(view: ObjectView, field: PdfDict): PdfDict[] {
  const kids = view.array(field.get('Kids'));
  return kids === undefined ? [field] : kids.flatMap((kid) => view.dict(kid) ?? []);
}

/** A widget with a rectangle of some size, not hidden (12.5.3). A rectangle that cannot be read counts as seen. */
export function isSeen(view: ObjectView, widget: PdfDict): boolean {
  const flags = countOf(view.resolve(widget.get('F'))) ?? 0;
  if ((flags & HIDDEN) !== 0) return false;
  const rectangle = view.resolve(widget.get('Rect'));
  if (!isPdfArray(rectangle)) return widget.get('Rect') !== undefined;
  const [x1, y1, x2, y2] = rectangle.map((item: PdfObject) => view.resolve(item));
  return !(x1 === x2 || y1 === y2);
}
