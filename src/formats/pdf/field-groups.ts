import { YinxinError } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import type { IncrementalUpdate } from './incremental-update.ts';
import { PdfDict, PdfRef, PdfString } from './object.ts';
import { decodeTextString, encodeTextString } from './text-string.ts';

/** Where a new field goes: what it is called there, and under which group. */
export interface FieldPlace {
  readonly partialName: string;
  /** Groups that exist already, the innermost last; empty for a field at the top. */
  readonly group: { readonly ref: PdfRef; readonly dict: PdfDict } | undefined;
  /** Names of groups that must be made below it, outermost first. */
  readonly newGroups: readonly string[];
}

const MAX_DEPTH = 32;

/**
 * Finds the place of a new field by its fully qualified name: `buyer.signature` goes under the group `buyer`, which is
 * made where there is none (ISO 32000-1, 12.7.3.2). ARGUMENT_INVALID for an empty part, for a place below a field that
 * has a value of its own, and for one deeper than 32.
 */
export function placeOfField(document: PdfDocument, name: string): FieldPlace {
  const parts = name.split('.');
  if (parts.some((part) => part === '') || parts.length > MAX_DEPTH) throw badName(name);
  const form = document.dict(document.catalog().get('AcroForm'));
  let kids = document.array(form?.get('Fields')) ?? [];
  let group: FieldPlace['group'];
  let depth = 0;
  for (; depth < parts.length - 1; depth++) {
    const found = kids.find((kid) => partialName(document, document.dict(kid)) === parts[depth]);
    if (found === undefined) break;
    const dict = document.resolve(found);
    if (!(found instanceof PdfRef) || !(dict instanceof PdfDict) || !isGroup(document, dict))
      throw badName(name);
    group = { ref: found, dict };
    kids = document.array(dict.get('Kids')) ?? [];
  }
  if (kids.some((kid) => partialName(document, document.dict(kid)) === parts[depth])) throw badName(name);
  return { partialName: parts.at(-1)!, group, newGroups: parts.slice(depth, -1) };
}

function partialName(document: PdfDocument, dict: PdfDict | undefined): string | undefined {
  const name = document.resolve(dict?.get('T'));
  return name instanceof PdfString ? decodeTextString(name) : undefined;
}

/** Only fields stand below it, no widgets: those have no name. */
function isGroup(document: PdfDocument, dict: PdfDict): boolean {
  const kids = document.array(dict.get('Kids'));
  return kids?.every((kid) => document.dict(kid)?.get('T') !== undefined) === true;
}

/**
 * Hangs a new field into its group, making groups where they are missing. Answers what must be added to /Fields of the
 * form: the field, the outermost new group, or nothing.
 */
export function hangIntoGroup(
  document: PdfDocument,
  update: IncrementalUpdate,
  { group, newGroups }: FieldPlace,
  field: PdfRef,
  parents: readonly PdfRef[],
): PdfRef | undefined {
  for (const [i, name] of newGroups.entries()) {
    const parent = parents[i - 1] ?? group?.ref;
    update.set(
      parents[i]!,
      PdfDict.of({ T: encodeTextString(name), Parent: parent, Kids: [parents[i + 1] ?? field] }),
    );
  }
  const top = parents[0] ?? field;
  if (group === undefined) return top;
  const stored = group.dict.get('Kids');
  const kids = [...(document.array(stored) ?? []), top];
  if (stored instanceof PdfRef) update.set(stored, kids);
  else update.set(group.ref, group.dict.with({ Kids: kids }));
  return undefined;
}

function badName(name: string): YinxinError {
  return new YinxinError(
    'ARGUMENT_INVALID',
    'a new field needs a name of its own, of parts that are not empty, and no field with a value above it',
    { details: { field: name } },
  );
}
