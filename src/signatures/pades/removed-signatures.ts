import { type PdfDocument, PdfRef, readFields } from '../../formats/pdf/index.ts';
import { isYinxinError } from '../../foundation/core/index.ts';

/** Beyond this many revisions nobody looks for removed signatures, and the file says so. */
const MAX_REVISIONS = 1_000;

/**
 * Names of signed fields that an earlier revision has and the newest has not, or has with another value: a later
 * update took a signature away. Undefined when the file has too many revisions to tell.
 */
export function removedSignatures(document: PdfDocument): readonly string[] | undefined {
  if (document.revisions.length > MAX_REVISIONS) return undefined;
  const current = signedFields(document);
  const removed = new Set<string>();
  for (let revision = 0; revision < document.revisions.length - 1; revision++) {
    for (const [name, value] of signedFields(document, revision)) {
      if (current.get(name) !== value) removed.add(name);
    }
  }
  return [...removed];
}

/** Signed fields of a revision with the number of their signature dictionary (-1 for a direct one). */
function signedFields(document: PdfDocument, revision?: number): Map<string, number> {
  const signed = new Map<string, number>();
  for (const field of fieldsOf(document, revision)) {
    if (field.type !== 'Sig' || field.value === undefined) continue;
    signed.set(field.name, field.value instanceof PdfRef ? field.value.num : -1);
  }
  return signed;
}

/** A revision without a catalog of its own (the first part of a linearized file) has no form. */
function fieldsOf(document: PdfDocument, revision?: number): ReturnType<typeof readFields>['fields'] {
  try {
    return readFields(document, revision).fields;
  } catch (error) {
    if (revision === undefined || !isYinxinError(error, 'PDF_INVALID')) throw error;
    return [];
  }
}
