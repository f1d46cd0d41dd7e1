import type { PdfDocument, PdfFile } from '../../formats/pdf/index.ts';
import { isYinxinError } from '../../foundation/core/index.ts';
import { ChangeHistory, ChangeJudge, pageNumbers, type Restriction, restrictionOf } from './changes/index.ts';
import type { Covered } from './coverage.ts';

/**
 * Completes the third axis: what was changed after each signature that covers a whole revision. All later revisions are
 * compared once, for all signatures together. A file that cannot be compared (encrypted, doubtful, with bytes behind its
 * last revision, with objects that cannot be read) leaves it `not-checked`, with the reason.
 */
export async function assessModification(
  file: PdfFile,
  covered: readonly Covered[],
  doubtful: boolean,
): Promise<readonly Covered[]> {
  const open = covered.filter((one) => one.coverage === 'whole-revision');
  if (open.length === 0) return covered;
  const first = Math.min(...open.map(({ revision }) => revision!));
  const history = new ChangeHistory(first);
  const obstacle = (await file.read(obstacleIn)) ?? (await compare(file, history));
  if (obstacle !== undefined) {
    return covered.map((one) => (open.includes(one) ? { ...one, unanalysed: obstacle } : one));
  }
  const doubt = doubtful ? 'the file is damaged, or readers see it differently' : undefined;
  return file.read((document) => {
    const judge = new ChangeJudge(history.changes, restrictionsOf(document, covered), pageNumbers(document));
    return covered.map((one) => {
      if (one.coverage !== 'whole-revision') return one;
      const verdict = judge.verdictAfter(one.revision!);
      const isUndecided = doubt !== undefined && verdict.modification !== 'disallowed';
      if (isUndecided) return { ...one, changes: verdict.changes, unanalysed: doubt };
      return { ...one, ...verdict };
    });
  });
}

function obstacleIn(document: PdfDocument): string | undefined {
  if (document.encrypted) return 'the file is encrypted';
  const { ends } = document.revisions.at(-1)!;
  return ends.includes(document.bytes.size) ? undefined : 'bytes that are no revision follow the last one';
}

/** Works through the revisions; answers why it could not. */
async function compare(file: PdfFile, history: ChangeHistory): Promise<string | undefined> {
  try {
    while (!(await file.read((document) => history.advance(document)))) {
      // A piece at a time: a large file lets go of what it has read in between.
    }
    return undefined;
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return error.message;
  }
}

function restrictionsOf(document: PdfDocument, covered: readonly Covered[]): Restriction[] {
  return covered.flatMap(({ signature, revision }) => {
    if (revision === undefined) return [];
    const view = document.view(revision);
    const field = signature.field === undefined ? undefined : view.dict(signature.field);
    return [restrictionOf(view, signature.fieldName, revision, signature.dict, field)];
  });
}
