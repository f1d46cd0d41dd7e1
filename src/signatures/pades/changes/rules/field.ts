import { countOf, nameOf, PdfDict, type PdfObject, PdfStream } from '../../../../formats/pdf/index.ts';
import { type FieldNode, type Filling, fillingOf } from '../field-node.ts';
import type { Role } from '../role.ts';
import { changedKeys } from '../same-value.ts';
import type { Rule, Step } from '../step.ts';
import { isSeen, judgeNewField, judgeNewWidget, widgetsOf } from './new-field.ts';

/** Keys that say what a field is, with codes of their own where they are changed. */
const CODES: Readonly<Record<string, string>> = {
  Rect: 'FIELD_PLACE',
  T: 'FIELD_NAME',
  Parent: 'FIELD_TREE',
  Kids: 'FIELD_TREE',
  FT: 'FIELD_TYPE',
  A: 'ACTION',
  AA: 'ACTION',
  OC: 'OPTIONAL_CONTENT',
};

/** Print, ReadOnly, Locked and LockedContents of an annotation: none of them hides or moves it (table 165). */
const HARMLESS_FLAGS = 4 | 64 | 128 | 512;
const PRINT = 4;

/**
 * A field that is filled: its value, and the appearance inside its own rectangle, may change. Its name, type, place,
 * kids, flags, options and actions may not; nothing of a signed field may.
 */
export const judgeField: Rule = (step, role, before, after) => {
  if (role.kind !== 'field') return;
  const { field } = role;
  if (before === undefined && after instanceof PdfDict) judgeNewField(step, field, after);
  else judgeFilled(step, role, before, after);
};

/** A widget apart from its field: only its appearance and state may change. */
export const judgeWidget: Rule = (step, role, before, after) => {
  if (role.kind !== 'widget') return;
  if (before === undefined && after instanceof PdfDict) judgeNewWidget(step, role.field, after);
  else judgeFilled(step, role, before, after);
};

function judgeFilled(
  step: Step,
  role: Extract<Role, { readonly field: FieldNode }>,
  before: PdfObject | undefined,
  after: PdfObject | undefined,
): void {
  const { field } = role;
  const name = `field "${field.name}"`;
  if (!(before instanceof PdfDict) || !(after instanceof PdfDict)) {
    step.forbid('FIELD_REMOVED', `${name}: removed, or replaced by something else`);
    return;
  }
  const keys = changedKeys(before, after);
  const filling = fillingOf(field, step.before, step.after);
  const isWidget = role.kind === 'widget';
  for (const key of keys) {
    if (key === 'Type' && before.get(key) === undefined && nameOf(after.get(key)) === 'Annot') continue;
    if (filling === 'none') forbidKey(step, field, key);
    else if (!judgeKey(step, field, filling, key, isWidget, before, after)) forbidKey(step, field, key);
  }
  if (filling !== 'fill' || keys.length === 0) return;
  const value = keys.includes('V');
  step.note({
    level: 'form-fill',
    code: value ? 'FIELD_VALUE' : 'FIELD_APPEARANCE',
    detail: `${name}: ${value ? 'value' : 'appearance'} changed`,
    field: field.name,
  });
}

function forbidKey(step: Step, field: FieldNode, key: string): void {
  step.forbid(CODES[key] ?? 'FIELD', `field "${field.name}": /${key} changed`);
}

/** Judges one key of a field that is being filled; false when it may not change. */
function judgeKey(
  step: Step,
  field: FieldNode,
  filling: Filling,
  key: string,
  isWidget: boolean,
  before: PdfDict,
  after: PdfDict,
): boolean {
  const value = after.get(key);
  switch (key) {
    case 'AP':
      step.follow({ kind: 'appearances', field }, before.get(key), value);
      return true;
    case 'AS':
      return nameOf(step.after.resolve(value)) !== undefined;
    case 'F':
      return filling !== 'fill' && staysInSight(before.get(key), value);
    case 'M':
      return true;
    case 'V':
      if (isWidget) return false;
      step.follow({ kind: field.type === 'Sig' ? 'signature' : 'value', field }, before.get(key), value);
      return true;
    // Rich text of a text field, chosen and first shown options of a choice: part of the value (12.7.4).
    case 'RV':
    case 'I':
    case 'TI':
      if (isWidget || filling !== 'fill') return false;
      step.follow({ kind: 'value', field }, before.get(key), value);
      return true;
    default:
      return false;
  }
}

/** Signing may lock a widget and let it be printed, never hide it. */
function staysInSight(before: PdfObject | undefined, after: PdfObject | undefined): boolean {
  const [old, now] = [countOf(before ?? 0), countOf(after)];
  if (old === undefined || now === undefined) return false;
  return ((old ^ now) & ~HARMLESS_FLAGS) === 0 && (now & PRINT) >= (old & PRINT);
}

/** /AP of a widget: the appearances for its states. */
export const judgeAppearances: Rule = (step, role, before, after) => {
  if (role.kind !== 'appearances') return;
  const { field } = role;
  const old = before instanceof PdfDict ? before : undefined;
  const keys = after instanceof PdfDict ? changedKeys(old, after) : [];
  const formed = after instanceof PdfDict && keys.every((key) => key === 'N' || key === 'R' || key === 'D');
  if (!formed || after.get('N') === undefined) {
    step.forbid('FIELD_APPEARANCE', `field "${field.name}": its appearance was removed, or is none`);
    return;
  }
  for (const key of keys) step.follow({ kind: 'appearance', field }, old?.get(key), after.get(key));
};

/**
 * An appearance, or a dictionary of them by state. A viewer clips it to the rectangle of the widget (12.5.5), which
 * stays where it was, so what it draws may be anything.
 */
export const judgeAppearance: Rule = (step, role, before, after) => {
  if (role.kind !== 'appearance') return;
  const { field } = role;
  const filling = fillingOf(field, step.before, step.after);
  if (filling === 'none') {
    step.forbid('FIELD_APPEARANCE', `field "${field.name}": its appearance was exchanged`);
    return;
  }
  if (after instanceof PdfDict) {
    const old = before instanceof PdfDict ? before : undefined;
    for (const key of changedKeys(old, after)) {
      step.follow({ kind: 'appearance', field }, old?.get(key), after.get(key));
    }
  } else if (after !== undefined && !(after instanceof PdfStream)) {
    step.forbid('FIELD_APPEARANCE', `field "${field.name}": its appearance is none`);
    return;
  }
  // A signature is named for itself; a timestamp that draws something is more than a timestamp.
  const dict = filling === 'timestamp' && field.ref !== undefined ? step.after.dict(field.ref) : undefined;
  const isDrawn = dict !== undefined && widgetsOf(step.after, dict).some((one) => isSeen(step.after, one));
  if (filling !== 'fill' && !isDrawn) return;
  const detail = `field "${field.name}": appearance changed`;
  step.note({ level: 'form-fill', code: 'FIELD_APPEARANCE', detail, field: field.name });
};

/** The value of a field that is no signature. */
export const judgeValue: Rule = (step, role, _before, after) => {
  if (role.kind !== 'value') return;
  const { field } = role;
  const detail = `field "${field.name}": value changed`;
  if (after instanceof PdfDict || fillingOf(field, step.before, step.after) !== 'fill') {
    step.forbid('FIELD_VALUE', detail);
  } else step.note({ level: 'form-fill', code: 'FIELD_VALUE', detail, field: field.name });
};
