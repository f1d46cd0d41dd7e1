import { YinxinError } from '../../foundation/core/index.ts';
import { tableParts } from './table.ts';
import type { FaceBox, FaceCopy, FaceField, FaceTemplate, FaceText } from './template.ts';

/** A template for one copy: its tables are rules, texts and fields, and it was looked over. */
export interface FaceSheet extends Omit<FaceTemplate, 'tables' | 'duplicate' | 'copyMark'> {
  readonly rules: NonNullable<FaceTemplate['rules']>;
}

const SHEETS = new WeakMap<FaceTemplate, Map<FaceCopy, FaceSheet>>();

/**
 * The sheet of a template for 正本 or 副本. ARGUMENT_INVALID, naming both, for boxes of text, code and photo that
 * overlap, and for a box outside the page: a face never prints one thing over another. The seal may lie over text.
 */
export function sheetOf(template: FaceTemplate, copy: FaceCopy): FaceSheet {
  const known = SHEETS.get(template) ?? new Map<FaceCopy, FaceSheet>();
  const made = known.get(copy) ?? makeSheet(template, copy);
  known.set(copy, made);
  SHEETS.set(template, known);
  return made;
}

function makeSheet(template: FaceTemplate, copy: FaceCopy): FaceSheet {
  const { duplicate, ...original } = template;
  const {
    tables = [],
    copyMark,
    ...chosen
  } = copy === 'duplicate' ? { ...original, ...duplicate } : original;
  const parts = tables.map(tableParts);
  const mark: FaceText[] = copyMark === undefined ? [] : [{ ...copyMark, text: copyMark[copy] }];
  const sheet: FaceSheet = {
    ...chosen,
    rules: [...(chosen.rules ?? []), ...parts.flatMap(({ rules }) => rules)],
    texts: [...chosen.texts, ...mark, ...parts.flatMap(({ texts }) => texts)],
    fields: [...chosen.fields, ...parts.flatMap(({ fields }) => fields)],
  };
  assertSheet(sheet);
  return sheet;
}

function assertSheet({ name, page, texts, fields, qr, photo, seal, continuation }: FaceSheet): void {
  const first = [
    ...texts.map(namedText),
    ...fields.map(namedField),
    { label: 'the code', box: qr },
    ...(photo === undefined ? [] : [{ label: 'the photo', box: photo }]),
  ];
  assertApart(name, page, first);
  assertApart(name, page, [{ label: 'the seal', box: seal }]);
  const keys = fields.map(({ key }) => key);
  const twice = fields.find(
    ({ key, continues }) => continues === true && keys.indexOf(key) !== keys.lastIndexOf(key),
  );
  if (twice !== undefined) throw broken(name, `has ${twice.key} twice and lets it go on`);
  if (continuation === undefined) {
    if (fields.some((field) => field.continues === true)) throw broken(name, 'has no continuation pages');
    return;
  }
  assertApart(name, page, [
    ...continuation.texts.map(namedText),
    ...(continuation.fields ?? []).map(namedField),
    { label: 'the body of the continuation page', box: continuation.body },
  ]);
}

interface NamedBox {
  readonly label: string;
  readonly box: FaceBox;
}

function namedText({ text, box }: FaceText): NamedBox {
  return { label: `text “${typeof text === 'string' ? text : text.zh}”`, box };
}

function namedField({ key, box }: FaceField): NamedBox {
  return { label: key, box };
}

/** Decimal fractions of millimetres do not add up exactly. */
const TOLERANCE_MM = 1e-6;

function assertApart(name: string, page: FaceTemplate['page'], boxes: readonly NamedBox[]): void {
  for (const { label, box } of boxes) {
    const inside =
      box.x >= -TOLERANCE_MM &&
      box.y >= -TOLERANCE_MM &&
      box.x + box.width <= page.width + TOLERANCE_MM &&
      box.y + box.height <= page.height + TOLERANCE_MM;
    if (!inside || !(box.width > 0 && box.height > 0)) throw broken(name, `has no place for ${label}`);
  }
  for (const [i, one] of boxes.entries()) {
    const other = boxes.slice(i + 1).find(({ box }) => overlap(one.box, box));
    if (other !== undefined) throw broken(name, `has ${one.label} and ${other.label} one over the other`);
  }
}

function overlap(a: FaceBox, b: FaceBox): boolean {
  return (
    a.x + a.width > b.x + TOLERANCE_MM &&
    b.x + b.width > a.x + TOLERANCE_MM &&
    a.y + a.height > b.y + TOLERANCE_MM &&
    b.y + b.height > a.y + TOLERANCE_MM
  );
}

function broken(name: string, what: string): YinxinError {
  return new YinxinError('ARGUMENT_INVALID', `the template ${name} ${what}: move or enlarge the boxes`);
}
