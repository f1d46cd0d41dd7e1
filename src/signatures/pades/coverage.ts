import type { PdfDocument, PdfSignature, SignedRange } from '../../formats/pdf/index.ts';
import type { Change, Check, Coverage, Modification } from '../../foundation/core/index.ts';
import { seedValueChecks } from './seed-values.ts';

/** One broken rule, by code, with words. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
}

/** What one signature covers, by the revisions of the file. */
export interface Covered {
  readonly signature: PdfSignature;
  readonly coverage: Coverage;
  /** The revision whose end it signs. */
  readonly revision: number | undefined;
  readonly modification: Modification;
  readonly changes: readonly Change[];
  /** Why later changes were not analysed; undefined where they were, or there are none. */
  readonly unanalysed?: string;
  readonly problems: readonly Problem[];
  /** What the form demanded of the signature and it does not meet, or nobody can tell. */
  readonly demands: readonly Check[];
}

/**
 * Coverage of each signature (in the order given), with the rules that its place in the file breaks. What later revisions
 * changed is not looked at here: their modification is `not-checked`, or `disallowed` where the signature dictionary
 * itself was written again.
 */
export function assessCoverage(document: PdfDocument, signatures: readonly PdfSignature[]): Covered[] {
  const colliding = collisions(signatures);
  const revisions = revisionsByEnd(document);
  return signatures.map((signature) => {
    const problems: Problem[] = [...signature.problems];
    if (colliding.has(signature)) {
      problems.push({
        code: 'BYTE_RANGE_COLLISION',
        detail: 'its signed range runs into that of another signature',
      });
    }
    const { range } = signature;
    const base = {
      signature,
      changes: [],
      problems,
      revision: undefined,
      modification: 'not-checked',
      demands: seedValueChecks(document.view(), document.dict(signature.field), signature),
    } as const;
    if (range === undefined)
      return { ...base, coverage: signature.oddRange === undefined ? 'none' : 'partial' };
    const isWhole = range.end === document.bytes.size;
    const revision = isWhole ? document.revisions.length - 1 : revisions.get(range.end);
    const redefined = revision === undefined ? undefined : redefinition(document, signature, range, revision);
    if (redefined !== undefined && !isWhole) {
      problems.push(redefined);
      return { ...base, coverage: 'partial', modification: 'disallowed', changes: [redefined] };
    }
    if (redefined !== undefined && problems.length === 0) problems.push(redefined);
    if (revision === undefined || problems.length > 0) return { ...base, coverage: 'partial' };
    if (!isWhole) return { ...base, coverage: 'whole-revision', revision };
    return { ...base, coverage: 'whole-file', revision, modification: 'none' };
  });
}

/**
 * Revisions by the offsets where they end. A revision counts only as the cross-reference chain shows it, an end marker
 * alone proves nothing; and the sections in force at it must lie inside of what ends there.
 */
function revisionsByEnd(document: PdfDocument): ReadonlyMap<number, number> {
  const byEnd = new Map<number, number>();
  let reached = 0;
  for (const { index, sections, ends } of document.revisions) {
    for (const section of sections) reached = Math.max(reached, section.end);
    for (const end of ends) if (reached <= end) byEnd.set(end, index);
  }
  return byEnd;
}

/** The dictionary must be the one of the signed revision, at the same place (signature wrapping). */
function redefinition(
  document: PdfDocument,
  signature: PdfSignature,
  range: SignedRange,
  revision: number,
): Problem | undefined {
  const code = 'SIGNATURE_REDEFINED';
  if (signature.ref === undefined) return undefined;
  const now = document.object(signature.ref);
  const then = document.object(signature.ref, revision);
  if (now === undefined || then === undefined || now.start < 0) {
    return { code, detail: 'its dictionary is not an object of the revision that it signs' };
  }
  if (now.start !== then.start || now.start > range.gapStart || now.end < range.gapEnd) {
    return { code, detail: 'its dictionary was written again after signing' };
  }
  return undefined;
}

/**
 * Each later signature must lie wholly behind what an earlier one signed; else one of the two hides content
 * from the other. Both are named.
 */
function collisions(signatures: readonly PdfSignature[]): Set<PdfSignature> {
  const ranged = signatures.filter((signature) => signature.range !== undefined);
  ranged.sort((a, b) => a.range!.gapStart - b.range!.gapStart);
  const colliding = new Set<PdfSignature>();
  let furthest: PdfSignature | undefined;
  for (const signature of ranged) {
    if (furthest !== undefined && signature.range!.gapStart < furthest.range!.end) {
      colliding.add(furthest).add(signature);
    }
    if (furthest === undefined || signature.range!.end > furthest.range!.end) furthest = signature;
  }
  return colliding;
}
