import { countOf, isPdfArray, PdfDict, type PdfObject, PdfRef } from '../../../../formats/pdf/index.ts';
import { fieldNode } from '../field-node.ts';
import { formLabel } from '../label.ts';
import { changedKeys, isPlain } from '../same-value.ts';
import type { Rule, Step } from '../step.ts';
import { additionsTo } from './array.ts';
import { verb } from './catalog.ts';

/** SignaturesExist and AppendOnly (ISO 32000-1, table 219). */
const SIG_FLAGS = 3;

/** The form may gain signature fields, flags that declare them, and fonts for its default appearance. */
export const judgeForm: Rule = (step, _role, before, after) => {
  if (!(after instanceof PdfDict)) {
    step.forbid('FORM', `the form was ${verb(before, after)}`);
    return;
  }
  const old = before instanceof PdfDict ? before : undefined;
  for (const key of changedKeys(old, after)) judgeFormKey(step, key, old, after.get(key));
};

function judgeFormKey(
  step: Step,
  key: string,
  form: PdfDict | undefined,
  after: PdfObject | undefined,
): void {
  const before = form?.get(key);
  if (key === 'Fields') step.follow({ kind: 'fields' }, before, after);
  else if (key === 'DR') step.follow({ kind: 'form-resources' }, before, after);
  else if (key === 'NeedAppearances' && typeof (after ?? false) === 'boolean') {
    const detail = '/NeedAppearances of the form changed';
    step.note({ level: 'form-fill', code: 'FORM_SETTINGS', detail, redraws: after === true });
  } else if (!(key === 'SigFlags' && declaresMore(before, after)) && !(key === 'DA' && form === undefined)) {
    const { code, words } = formLabel(key);
    step.forbid(code, `${words} ${verb(before, after)}`);
  }
}

function declaresMore(before: PdfObject | undefined, after: PdfObject | undefined): boolean {
  const [old, now] = [countOf(before ?? 0), countOf(after)];
  return old !== undefined && now !== undefined && now <= SIG_FLAGS && (now & old) === old;
}

/** /Fields only grows, by new signature fields. */
export const judgeFields: Rule = (step, _role, before, after) => {
  const added = isPdfArray(after) ? additionsTo(isPdfArray(before) ? before : [], after) : undefined;
  if (added === undefined) {
    step.forbid('FIELD_TREE', 'fields of the form were removed, or put in another order');
    return;
  }
  for (const item of added) {
    const field = fieldNode(step.after, item, undefined);
    if (field === undefined || !(item instanceof PdfRef)) {
      step.forbid('FIELD_TREE', 'an entry was added to the fields that is no field object');
    } else step.follow({ kind: 'field', field }, undefined, item);
  }
};

/** The fields and widgets below a field stay as they are; of a new signature field they come with it. */
export const judgeKids: Rule = (step, role, before, after) => {
  if (role.kind !== 'kids') return;
  const { field } = role;
  if (before !== undefined || !isPdfArray(after) || field.isGroup) {
    step.forbid('FIELD_TREE', `field "${field.name}": what stands below it changed`);
    return;
  }
  for (const kid of after) step.follow({ kind: 'widget', field }, undefined, kid);
};

/** /DR: resources may be added, none replaced. */
export const judgeFormResources: Rule = (step, _role, before, after) => {
  const old = before instanceof PdfDict ? before : undefined;
  if (!(after instanceof PdfDict)) {
    step.forbid('FONT', 'resources of the form removed');
    return;
  }
  for (const key of changedKeys(old, after)) {
    // Obsolete and without effect (ISO 32000-1, 14.2).
    if (key === 'ProcSet' && isPlain(after.get(key))) continue;
    step.follow({ kind: 'form-resource-names' }, old?.get(key), after.get(key));
  }
};

export const judgeFormResourceNames: Rule = (step, _role, before, after) => {
  const old = before instanceof PdfDict ? before : undefined;
  const replaced = changedKeys(old, after instanceof PdfDict ? after : undefined).find((key) =>
    old?.get(key),
  );
  if (replaced !== undefined || !(after instanceof PdfDict)) {
    step.forbid('FONT', `resource /${replaced ?? ''} of the form replaced or removed`);
    return;
  }
  // A field that is drawn anew may find a font that it asked for and missed.
  const redraws = step.redrawsFields();
  step.note({ level: 'form-fill', code: 'FORM_FONTS', detail: 'resources added to the form', redraws });
};
