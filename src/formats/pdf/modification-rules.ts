import { YinxinError } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import { PdfDict, PdfName, type PdfObject } from './object.ts';
import { type FieldLock, lockOf } from './permissions.ts';
import { encodeTextString } from './text-string.ts';

/** What a signature forbids after it: FieldMDP, and /Lock of a new field (ISO 32000-2, 12.7.5.5, 12.8.2.4). */
export interface LockOptions {
  /** Fields that may no longer change: all, those in `fields`, or all but those. */
  readonly action: 'All' | 'Include' | 'Exclude';
  /** Fully qualified names. A name stands for the fields below it too. */
  readonly fields?: readonly string[];
  /** As a certification would say it: 1 no changes, 2 forms and signatures, 3 annotations too (PDF 2.0). */
  readonly permissions?: 1 | 2 | 3;
}

/** ARGUMENT_INVALID for fields beside `All`, or none where some are to be named. */
export function assertLock(lock: LockOptions | undefined): void {
  if (lock === undefined) return;
  const named = lock.fields !== undefined && lock.fields.length > 0 && !lock.fields.includes('');
  if (lock.action === 'All' ? lock.fields === undefined : named) return;
  throw new YinxinError('ARGUMENT_INVALID', 'a lock of All takes no fields, any other needs their names', {
    details: { action: lock.action },
  });
}

/**
 * /Lock for the field (table 236): the one asked for, where the field has none. A field that has one keeps it, and asking
 * for another is ARGUMENT_INVALID: whoever made the form decided.
 */
export function lockDictionary(
  stored: PdfObject | undefined,
  lock: LockOptions | undefined,
): PdfDict | undefined {
  if (lock === undefined) return undefined;
  if (stored !== undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'the field brings its own lock: sign it without another');
  }
  return PdfDict.of({ Type: new PdfName('SigFieldLock'), ...lockEntries(lock), P: lock.permissions });
}

/**
 * /Reference of the signature: DocMDP for a certification, FieldMDP for the lock of its field (12.8.2.2, 12.8.2.4).
 */
export function transformReferences(
  document: PdfDocument,
  certification: 1 | 2 | 3 | undefined,
  lock: PdfDict | undefined,
): PdfDict[] {
  const out: PdfDict[] = [];
  if (certification !== undefined) out.push(reference('DocMDP', { P: certification }));
  if (lock !== undefined) {
    const data = { Data: document.trailer.get('Root') };
    out.push(reference('FieldMDP', lockEntries(lockOf(document, lock))).with(data));
  }
  return out;
}

function lockEntries({ action, fields }: LockOptions | FieldLock): Record<string, PdfObject | undefined> {
  return {
    Action: new PdfName(action),
    Fields: action === 'All' ? undefined : (fields ?? []).map(encodeTextString),
  };
}

function reference(method: string, parameters: Record<string, PdfObject | undefined>): PdfDict {
  return PdfDict.of({
    Type: new PdfName('SigRef'),
    TransformMethod: new PdfName(method),
    TransformParams: PdfDict.of({
      Type: new PdfName('TransformParams'),
      V: new PdfName('1.2'),
      ...parameters,
    }),
  });
}
