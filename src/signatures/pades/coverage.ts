import type { PdfDocument, PdfSignature, SignedRange } from '../../formats/pdf/index.ts';
import type { Coverage, Modification } from '../../foundation/core/index.ts';

/** One broken rule, by code, with words. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
}

/** What one signature covers, by the revisions of the file. */
export interface Covered {
  readonly signature: PdfSignature;
  readonly coverage: Coverage;
  readonly modification: Modification;
  readonly problems: readonly Problem[];
}

/**
 * Coverage of each signature (in the order given), with the rules that its place in the file breaks. In a `doubtful`
 * file (repaired, or with a form that readers see differently) no modification counts as checked.
 */
export function assessCoverage(
  document: PdfDocument,
  signatures: readonly PdfSignature[],
  doubtful: boolean,
): Covered[] {
  const colliding = collisions(signatures);
  return signatures.map((signature) => {
    const problems: Problem[] = [...signature.problems];
    if (colliding.has(signature)) {
      problems.push({
        code: 'BYTE_RANGE_COLLISION',
        detail: 'its signed range runs into that of another signature',
      });
    }
    const { range } = signature;
    if (range === undefined) return { signature, coverage: 'none', modification: 'not-checked', problems };
    const coverage = problems.length > 0 ? 'partial' : coverageOf(document, range);
    const redefined = coverage === 'partial' ? undefined : redefinition(document, signature, range);
    if (redefined !== undefined) {
      problems.push(redefined);
      return { signature, coverage: 'partial', modification: 'not-checked', problems };
    }
    const modification = coverage === 'whole-file' && !doubtful ? 'none' : 'not-checked';
    return { signature, coverage, modification, problems };
  });
}

/** A revision counts only as the cross-reference chain shows it: an end marker alone proves nothing. */
function coverageOf(document: PdfDocument, range: SignedRange): Coverage {
  if (range.end === document.bytes.size) return 'whole-file';
  return revisionOf(document, range) === undefined ? 'partial' : 'whole-revision';
}

function revisionOf(document: PdfDocument, range: SignedRange): number | undefined {
  const index = document.revisions.findIndex((revision) => revision.ends.includes(range.end));
  if (index < 0) return undefined;
  // Sections in force at that revision must lie inside of what was signed.
  const outside = document.revisions
    .slice(0, index + 1)
    .some((revision) => revision.sections.some((section) => section.end > range.end));
  return outside ? undefined : index;
}

/** The dictionary must be the one of the signed revision, at the same place (signature wrapping). */
function redefinition(
  document: PdfDocument,
  signature: PdfSignature,
  range: SignedRange,
): Problem | undefined {
  const code = 'SIGNATURE_REDEFINED';
  if (signature.ref === undefined) return undefined;
  const now = document.object(signature.ref);
  const then = document.object(signature.ref, revisionOf(document, range));
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
