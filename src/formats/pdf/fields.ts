import type { PdfDocument } from './document.ts';
import { isPdfArray, nameOf, PdfDict, type PdfObject, PdfRef, PdfString } from './object.ts';
import type { ObjectView } from './object-view.ts';
import { decodeTextString } from './text-string.ts';

/** A terminal field of the AcroForm (ISO 32000-1, 12.7.3). */
export interface PdfField {
  /** Fully qualified: partial names joined by periods. */
  readonly name: string;
  readonly ref: PdfRef | undefined;
  readonly dict: PdfDict;
  /** `Tx`, `Btn`, `Ch`, `Sig`, own or inherited. */
  readonly type: string | undefined;
  /** /V as stored (a reference stays one), own or inherited. */
  readonly value: PdfObject | undefined;
  /** Its widgets; the field's own dictionary where both are merged. */
  readonly widgets: readonly PdfWidget[];
}

/** The picture of a field on a page. */
export interface PdfWidget {
  readonly ref: PdfRef | undefined;
  readonly dict: PdfDict;
}

/** Fields in the order of the tree, and what is wrong with the tree. */
export interface PdfFields {
  readonly fields: readonly PdfField[];
  readonly problems: readonly string[];
}

const MAX_TREE_DEPTH = 64;

/** All fields of a revision. A loop or a node met twice is a problem in the answer and is not followed. */
export function readFields(document: PdfDocument, revision?: number): PdfFields {
  return fieldsOfForm(document.view(revision), document.catalog(revision).get('AcroForm'));
}

/** All fields of a form, as of a state of the file. */
export function fieldsOfForm(view: ObjectView, acroForm: PdfObject | undefined): PdfFields {
  const form = view.dict(acroForm);
  const walk: Walk = { view, seen: new Set(), fields: [], problems: [] };
  const roots = form === undefined ? undefined : view.array(form.get('Fields'));
  for (const root of roots ?? []) {
    walkField(walk, root, { name: '', type: undefined, value: undefined, depth: 0 });
  }
  const names = new Set<string>();
  for (const field of walk.fields) {
    if (names.has(field.name)) walk.problems.push(`two fields are named "${field.name}"`);
    names.add(field.name);
  }
  return walk;
}

interface Walk {
  readonly view: ObjectView;
  readonly seen: Set<number>;
  readonly fields: PdfField[];
  readonly problems: string[];
}

interface Inherited {
  readonly name: string;
  readonly type: string | undefined;
  readonly value: PdfObject | undefined;
  readonly depth: number;
}

function walkField(walk: Walk, node: PdfObject, parent: Inherited): void {
  const { view, seen, problems } = walk;
  const ref = node instanceof PdfRef ? node : undefined;
  if (ref !== undefined && seen.has(ref.num)) {
    problems.push(`field object ${ref.num} stands in the field tree twice`);
    return;
  }
  if (ref !== undefined) seen.add(ref.num);
  const dict = view.resolve(node);
  if (!(dict instanceof PdfDict) || parent.depth > MAX_TREE_DEPTH) {
    problems.push('the field tree holds what is no field, or is deeper than 64');
    return;
  }
  const own: Inherited = {
    name: qualifiedName(parent.name, view.resolve(dict.get('T'))),
    type: nameOf(view.resolve(dict.get('FT'))) ?? parent.type,
    value: dict.get('V') ?? parent.value,
    depth: parent.depth + 1,
  };
  const kids = view.array(dict.get('Kids'));
  const isField = (kid: PdfObject): boolean => view.dict(kid)?.get('T') !== undefined;
  if (kids?.some(isField)) {
    for (const kid of kids) walkField(walk, kid, own);
    return;
  }
  walk.fields.push({
    name: own.name,
    ref,
    dict,
    type: own.type,
    value: own.value,
    widgets: widgetsOf(walk, ref, dict, kids),
  });
}

function qualifiedName(parent: string, partial: PdfObject | undefined): string {
  const own = partial instanceof PdfString ? decodeTextString(partial) : '';
  if (parent === '') return own;
  return own === '' ? parent : `${parent}.${own}`;
}

function widgetsOf(
  walk: Walk,
  ref: PdfRef | undefined,
  dict: PdfDict,
  kids: readonly PdfObject[] | undefined,
): PdfWidget[] {
  if (kids === undefined) {
    return nameOf(walk.view.resolve(dict.get('Subtype'))) === 'Widget' ? [{ ref, dict }] : [];
  }
  const widgets: PdfWidget[] = [];
  for (const kid of kids) {
    const widget = walk.view.resolve(kid);
    if (widget instanceof PdfDict)
      widgets.push({ ref: kid instanceof PdfRef ? kid : undefined, dict: widget });
  }
  return widgets;
}

/** Strings of an array, as text; anything else in it is left out. */
export function textsOf(value: PdfObject | undefined): string[] {
  if (!isPdfArray(value)) return [];
  return value.filter((item) => item instanceof PdfString).map((item) => decodeTextString(item));
}
