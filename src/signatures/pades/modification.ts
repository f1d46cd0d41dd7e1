import type { PdfDocument, PdfFile } from '../../formats/pdf/index.ts';
import { isYinxinError } from '../../foundation/core/index.ts';
import {
  ChangeHistory,
  ChangeJudge,
  type Prepared,
  pageNumbers,
  preparedObjects,
  type Restriction,
  restrictionOf,
} from './changes/index.ts';
import type { Covered } from './coverage.ts';
import { removedSignatures, signedFieldsBefore } from './removed-signatures.ts';

/** The signatures with their third axis, and the names of those that were taken away (undefined where nobody can tell). */
export interface Modifications {
  readonly covered: readonly Covered[];
  readonly removed: readonly string[] | undefined;
  /**
   * Content that is used nowhere in the first signed revision: looked for where a later revision follows, and in files of
   * at most 20,000 objects. Objects that give a key twice: in those files alone, before anything follows.
   */
  readonly prepared: Prepared;
}

/**
 * Completes the third axis: what was changed after each signature that covers a whole revision. All later revisions are
 * compared once, for all signatures together. A file that cannot be compared (encrypted, `doubtful`, with bytes behind
 * its last revision, with objects that cannot be read, with signatures taken away) leaves it `not-checked`, with the
 * reason.
 */
export async function assessModification(
  file: PdfFile,
  covered: readonly Covered[],
  doubtful: boolean,
): Promise<Modifications> {
  const newest = await file.read(({ revisions }) => revisions.length - 1);
  const signed = covered.flatMap(({ revision }) => revision ?? []);
  const earlier = await file.read((document) => signedFieldsBefore(document, Math.min(newest, ...signed)));
  const open = covered.some(({ coverage }) => coverage === 'whole-revision');
  const history = new ChangeHistory(Math.min(earlier?.first ?? newest, ...signed));
  const obstacle = open ? ((await file.read(obstacleIn)) ?? (await compare(file, history))) : undefined;
  const ahead = open || signed.length === 0 || doubtful ? NOTHING : await file.read(lookAhead);
  return file.read((document) => {
    const later = obstacle === undefined ? history.signedFields() : undefined;
    const once = later === undefined ? signedFieldsBefore(document, newest)?.fields : later;
    const current = covered.map(({ signature }) => signature);
    const removed =
      earlier === undefined || once === undefined
        ? undefined
        : removedSignatures([...earlier.fields, ...once], current);
    const doubt = doubtful || removed?.length !== 0;
    const judged = judge(document, covered, history, obstacle, doubt ? DOUBT : undefined);
    return { covered: judged, removed, prepared: open ? { unused: history.unused, ambiguous: [] } : ahead };
  });
}

const DOUBT = 'the file is damaged, readers see it differently, or a signature was taken away';

function judge(
  document: PdfDocument,
  covered: readonly Covered[],
  history: ChangeHistory,
  obstacle: string | undefined,
  doubt: string | undefined,
): Covered[] {
  const judge = new ChangeJudge(history.changes, restrictionsOf(document, covered), pageNumbers(document));
  return covered.map((one) => {
    if (one.coverage === 'whole-file') {
      return doubt === undefined ? one : { ...one, modification: 'not-checked', unanalysed: doubt };
    }
    if (one.coverage !== 'whole-revision') return one;
    if (obstacle !== undefined) return { ...one, unanalysed: obstacle };
    const verdict = judge.verdictAfter(one.revision!);
    const isUndecided = doubt !== undefined && verdict.modification !== 'disallowed';
    return isUndecided ? { ...one, changes: verdict.changes, unanalysed: doubt } : { ...one, ...verdict };
  });
}

function obstacleIn(document: PdfDocument): string | undefined {
  if (document.locked) return 'the file is encrypted, and no password given that opens it';
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

/**
 * Nothing follows the newest signature yet; what was prepared in its revision for something to follow is looked for all
 * the same, in files of a usual size that are in memory. It is for a warning alone, so what cannot be read is passed over.
 */
function lookAhead(document: PdfDocument): Prepared {
  const isUsual = document.bytes.whole !== undefined && document.nextObjectNumber <= MAX_LOOKED_AT;
  if (document.locked || !isUsual) return NOTHING;
  try {
    return preparedObjects(document.view(), document.trailer);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return NOTHING;
  }
}

const NOTHING: Prepared = { unused: [], ambiguous: [] };
const MAX_LOOKED_AT = 20_000;

/** What every signature over a whole revision permits. */
export function restrictionsOf(document: PdfDocument, covered: readonly Covered[]): Restriction[] {
  return covered.flatMap(({ signature, revision }) => {
    if (revision === undefined) return [];
    const view = document.view(revision);
    const field = signature.field === undefined ? undefined : view.dict(signature.field);
    return [restrictionOf(view, signature.fieldName, revision, signature.dict, field)];
  });
}
