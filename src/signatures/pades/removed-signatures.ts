import {
  fieldsOfForm,
  type ObjectView,
  type PdfDocument,
  type PdfField,
  type PdfObject,
  PdfRef,
  type PdfSignature,
  RevisionWalk,
} from '../../formats/pdf/index.ts';
import { isYinxinError } from '../../foundation/core/index.ts';

/** Beyond this many revisions nobody looks for removed signatures, and the file says so. */
const MAX_REVISIONS = 1_000;
/** Nor beyond so many fields, all revisions together. */
const MAX_FIELDS = 1_000_000;

/** A signed field of some revision, with the number of its signature dictionary (-1 for a direct one). */
export interface SignedField {
  readonly name: string;
  readonly value: number;
}

/** Signed fields of earlier revisions, and the first revision that has any. */
export interface EarlierSignatures {
  readonly first: number | undefined;
  readonly fields: readonly SignedField[];
}

/** Signed fields of the revisions before one; undefined when there are too many to look at, or they cannot be read. */
export function signedFieldsBefore(document: PdfDocument, revision: number): EarlierSignatures | undefined {
  if (revision > MAX_REVISIONS) return undefined;
  if (revision <= 0) return { first: undefined, fields: [] };
  const fields: SignedField[] = [];
  let first: number | undefined;
  let looked = 0;
  try {
    const walk = new RevisionWalk(document, 0);
    for (;;) {
      const all = fieldsAt(walk.after, rootOf(document, walk.revision));
      looked += all.length;
      if (looked > MAX_FIELDS) return undefined;
      const found = all.flatMap(signedField);
      if (found.length > 0) first ??= walk.revision;
      fields.push(...found);
      if (walk.revision === revision - 1) return { first, fields };
      walk.advance();
    }
  } catch (error) {
    if (isYinxinError(error, 'PDF_INVALID')) return undefined;
    throw error;
  }
}

function rootOf(document: PdfDocument, revision: number): PdfObject | undefined {
  return document.trailerAt(revision).get('Root') ?? document.trailer.get('Root');
}

/** A revision without a catalog of its own (the first part of a linearized file) has no form. */
function fieldsAt(view: ObjectView, root: PdfObject | undefined): readonly PdfField[] {
  return fieldsOfForm(view, view.dict(root)?.get('AcroForm')).fields;
}

function signedField({ name, type, value }: PdfField): SignedField[] {
  if (type !== 'Sig' || value === undefined) return [];
  return [{ name, value: value instanceof PdfRef ? value.num : -1 }];
}

/** Names of fields that were signed once, and now are not, or by another value: a later update took a signature away. */
export function removedSignatures(
  once: readonly SignedField[],
  current: readonly PdfSignature[],
): readonly string[] {
  const values = new Map(current.map(({ fieldName, ref }) => [fieldName, ref?.num ?? -1]));
  const removed = once.filter(({ name, value }) => values.get(name) !== value);
  return [...new Set(removed.map(({ name }) => name))];
}
