import {
  countOf,
  type FieldLock,
  lockOf,
  locks,
  nameOf,
  type ObjectView,
  type PdfDict,
} from '../../../formats/pdf/index.ts';
import type { FoundChange } from './change.ts';

/** What one signature permits to happen after it. */
export interface Restriction {
  readonly fieldName: string;
  /** The revision that it signs. */
  readonly revision: number;
  /** Level of a certification, or of a /Lock with /P: 1 nothing, 2 forms and signatures, 3 annotations too. */
  readonly docMdp: 1 | 2 | 3 | undefined;
  readonly locks: readonly FieldLock[];
}

/** Reads DocMDP and FieldMDP of a signature, and /Lock of its field, as they were signed (ISO 32000-2, 12.8.2). */
export function restrictionOf(
  view: ObjectView,
  fieldName: string,
  revision: number,
  signature: PdfDict,
  field: PdfDict | undefined,
): Restriction {
  const levels: number[] = [];
  const found: FieldLock[] = [];
  for (const item of view.array(signature.get('Reference')) ?? []) {
    const reference = view.dict(item);
    const parameters = view.dict(reference?.get('TransformParams'));
    const method = nameOf(view.resolve(reference?.get('TransformMethod')));
    // 2 is the level where /P is absent (table 257).
    if (method === 'DocMDP') levels.push(countOf(view.resolve(parameters?.get('P'))) ?? 2);
    if (method === 'FieldMDP' && parameters !== undefined) found.push(lockOf(view, parameters));
  }
  const lock = view.dict(field?.get('Lock'));
  if (lock !== undefined) found.push(lockOf(view, lock));
  const level = countOf(view.resolve(lock?.get('P')));
  if (level !== undefined) levels.push(level);
  const lowest = levels.length === 0 ? undefined : Math.min(3, Math.max(1, Math.min(...levels)));
  return { fieldName, revision, docMdp: lowest as Restriction['docMdp'], locks: found };
}

/**
 * Why a change is not permitted to a signature, or undefined where it is. Signatures are added, fields filled and
 * validation data kept up to date in any document; annotations only where the signature itself, or a certification
 * before it, says so. Every signature that stands before the change may forbid it.
 */
export function objectionTo(
  change: FoundChange,
  signedRevision: number,
  changedRevision: number,
  restrictions: readonly Restriction[],
): string | undefined {
  if (change.level === 'disallowed' || change.level === 'ltv-update') return undefined;
  const inForce = restrictions.filter(({ revision }) => revision < changedRevision);
  const strictest = inForce.find(({ docMdp }) => docMdp === 1);
  if (strictest !== undefined) return `the certification in "${strictest.fieldName}" permits no changes`;
  if (change.level === 'annotation') {
    const allowing = inForce.find(({ docMdp, revision }) => docMdp === 3 && revision <= signedRevision);
    const forbidding = inForce.find(({ docMdp }) => docMdp === 2);
    if (forbidding !== undefined)
      return `the certification in "${forbidding.fieldName}" permits no annotations`;
    return allowing === undefined ? 'no certification permits annotations' : undefined;
  }
  if (change.visibleField === true) {
    const certified = inForce.find(({ docMdp }) => docMdp !== undefined);
    if (certified !== undefined) {
      return `the certification in "${certified.fieldName}" permits no new field that is seen`;
    }
  }
  const { field } = change;
  if (change.redraws === true) {
    const locking = inForce.find((one) => one.locks.length > 0);
    if (locking !== undefined)
      return `the signature in "${locking.fieldName}" locks fields that it may redraw`;
  }
  if (field === undefined) return undefined;
  const locked = inForce.find((one) => one.locks.some((lock) => locks(lock, field)));
  return locked === undefined ? undefined : `the signature in "${locked.fieldName}" locks that field`;
}
