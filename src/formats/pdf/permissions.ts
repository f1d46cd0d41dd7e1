import { YinxinError } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import { type PdfField, textsOf } from './fields.ts';
import { countOf, nameOf, type PdfDict } from './object.ts';
import type { ObjectView } from './object-view.ts';

/** Changes that signatures already in the file permit and forbid. */
export interface PdfPermissions {
  /** Lowest level of a certification: 1 nothing, 2 forms and signatures, 3 annotations too (12.8.2.2). */
  readonly docMdp: 1 | 2 | 3 | undefined;
  /** Locks of signed fields (FieldMDP, 12.8.2.4). */
  readonly locks: readonly FieldLock[];
  /** Filled signature fields. */
  readonly signatures: number;
}

/** Which fields a signature locked. */
export interface FieldLock {
  readonly action: 'All' | 'Include' | 'Exclude';
  readonly fields: readonly string[];
}

/** Reads the permissions out of the filled signature fields. */
export function readPermissions(document: PdfDocument, fields: readonly PdfField[]): PdfPermissions {
  const levels: number[] = [];
  const locks: FieldLock[] = [];
  let signatures = 0;
  for (const field of fields) {
    const value = field.type === 'Sig' ? document.dict(field.value) : undefined;
    if (value === undefined) continue;
    signatures++;
    for (const item of document.array(value.get('Reference')) ?? []) {
      const reference = document.dict(item);
      const parameters = document.dict(reference?.get('TransformParams'));
      const method = nameOf(document.resolve(reference?.get('TransformMethod')));
      // 2 is the level where /P is absent (table 254).
      if (method === 'DocMDP') levels.push(countOf(document.resolve(parameters?.get('P'))) ?? 2);
      if (method === 'FieldMDP' && parameters !== undefined) locks.push(lockOf(document, parameters));
    }
    const lock = document.dict(field.dict.get('Lock'));
    const level = countOf(document.resolve(lock?.get('P')));
    if (level !== undefined) levels.push(level);
  }
  const lowest = levels.length === 0 ? undefined : Math.min(3, Math.max(1, Math.min(...levels)));
  return { docMdp: lowest as PdfPermissions['docMdp'], locks, signatures };
}

/** A lock out of transform parameters or of a field's /Lock; an unknown action locks everything. */
export function lockOf(document: Pick<ObjectView, 'resolve' | 'array'>, parameters: PdfDict): FieldLock {
  const action = nameOf(document.resolve(parameters.get('Action')));
  const names = document.array(parameters.get('Fields'))?.map((item) => document.resolve(item) ?? null);
  return {
    action: action === 'Include' || action === 'Exclude' ? action : 'All',
    fields: textsOf(names),
  };
}

/** A field that is to be signed. */
export interface SignedField {
  /** Fully qualified. */
  readonly name: string;
  readonly isNew: boolean;
  /** It shall show something. */
  readonly isVisible: boolean;
}

/**
 * PDF_CHANGES_FORBIDDEN when signing this field would break an earlier signature: what a verifier refuses is not made
 * (docs/decisions/0017).
 */
export function assertSigningAllowed(permissions: PdfPermissions, field: SignedField): void {
  const { docMdp, signatures } = permissions;
  const details = { field: field.name, docMdp };
  const forbid = (why: string): never => {
    throw new YinxinError('PDF_CHANGES_FORBIDDEN', why, { details });
  };
  if (docMdp === 1) forbid('a signature in the file forbids every change; ask its signer');
  if (permissions.locks.some((lock) => locks(lock, field.name))) {
    forbid('an earlier signature locks this field; choose another');
  }
  if (docMdp !== undefined && field.isNew && field.isVisible) {
    forbid('the document is certified: sign a field that it has, or without an appearance');
  }
  if (signatures > 0 && field.isNew && field.name.includes('.')) {
    forbid('a signed document takes no new field below a group: give a name without a period');
  }
}

/** True when a lock covers a field: by its own name, or by that of a field above it. */
export function locks(lock: FieldLock, fieldName: string): boolean {
  const named = lock.fields.some((name) => fieldName === name || fieldName.startsWith(`${name}.`));
  return lock.action === 'All' || (lock.action === 'Include' ? named : !named);
}
