import type { Change, Modification } from '../../../foundation/core/index.ts';
import { type FoundChange, weightier } from './change.ts';
import { objectionTo, type Restriction } from './permissions.ts';

/** What was changed after a signature, all later revisions together. */
export interface ModificationVerdict {
  readonly modification: Modification;
  readonly changes: readonly Change[];
}

/** Reports name so many changes; the verdict counts all. */
const MAX_CHANGES = 100;

interface JudgedChange {
  readonly found: FoundChange;
  readonly revision: number;
}

/**
 * Judges the changes of all revisions after a signed one: the weightiest decides, and what some signature does not
 * permit is disallowed. A later revision that changed nothing still is an update. Built once for a file, so that many
 * signatures do not look at the same changes again and again.
 */
export class ChangeJudge {
  readonly #restrictions: readonly Restriction[];
  readonly #pageNumber: (object: number) => number | undefined;
  /** In the order of their revisions. */
  readonly #changes: readonly JudgedChange[];
  /** For each change, the weightiest level from it on, of changes that mean the same to every signature. */
  readonly #levels: readonly Modification[];
  /** Those that mean different things to different signatures. */
  readonly #particular: readonly JudgedChange[];
  readonly #lastRevision: number;

  constructor(
    changes: ReadonlyMap<number, readonly FoundChange[]>,
    restrictions: readonly Restriction[],
    pageNumber: (object: number) => number | undefined,
  ) {
    this.#restrictions = restrictions.filter(({ docMdp, locks }) => docMdp !== undefined || locks.length > 0);
    this.#pageNumber = pageNumber;
    this.#changes = [...changes].flatMap(([revision, list]) => list.map((found) => ({ found, revision })));
    this.#particular = this.#changes.filter(({ found }) => isParticular(found));
    this.#lastRevision = Math.max(-1, ...changes.keys());
    const levels: Modification[] = [];
    let level: Modification = 'none';
    for (let i = this.#changes.length - 1; i >= 0; i--) {
      const change = this.#changes[i]!;
      if (!isParticular(change.found)) level = weightier(level, this.#levelOf(change, 0));
      levels[i] = level;
    }
    this.#levels = levels;
  }

  /** The verdict on what came after a signed revision. */
  verdictAfter(signedRevision: number): ModificationVerdict {
    if (signedRevision >= this.#lastRevision) return { modification: 'none', changes: [] };
    const first = this.#firstAfter(signedRevision);
    let modification = weightier<Modification>('ltv-update', this.#levels[first] ?? 'none');
    for (const change of this.#particular) {
      if (change.revision > signedRevision && !isUnseen(change, signedRevision)) {
        modification = weightier(modification, this.#levelOf(change, signedRevision));
      }
    }
    return { modification, changes: this.#words(this.#from(first), signedRevision) };
  }

  /** The verdict on what one revision alone did to the one before. */
  verdictOf(revision: number): ModificationVerdict {
    let modification: Modification = 'ltv-update';
    const own = this.#changes.slice(this.#firstAfter(revision - 1), this.#firstAfter(revision));
    for (const change of own) modification = weightier(modification, this.#levelOf(change, revision - 1));
    return { modification, changes: this.#words(own, revision - 1) };
  }

  #levelOf({ found, revision }: JudgedChange, signedRevision: number): Modification {
    const objection = objectionTo(found, signedRevision, revision, this.#restrictions);
    return objection === undefined ? found.level : 'disallowed';
  }

  /** The place of the first change after a revision. */
  #firstAfter(revision: number): number {
    let [low, high] = [0, this.#changes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#changes[middle]!.revision <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  *#from(first: number): Generator<JudgedChange> {
    for (let i = first; i < this.#changes.length; i++) yield this.#changes[i]!;
  }

  #words(changes: Iterable<JudgedChange>, signedRevision: number): Change[] {
    const named = new Map<string, Change>();
    for (const change of changes) {
      if (named.size === MAX_CHANGES) break;
      if (isUnseen(change, signedRevision)) continue;
      const { found, revision } = change;
      const objection = objectionTo(found, signedRevision, revision, this.#restrictions);
      const detail = `${this.#placeOf(found)}${found.detail}${objection === undefined ? '' : `; ${objection}`}`;
      named.set(`${found.code} ${detail}`, { code: found.code, detail });
    }
    return [...named.values()];
  }

  #placeOf({ page }: FoundChange): string {
    if (page === undefined || page === 0) return '';
    const number = this.#pageNumber(page);
    return number === undefined ? `page object ${page}: ` : `page ${number}: `;
  }
}

function isParticular({ since, level }: FoundChange): boolean {
  return since !== undefined || level === 'annotation';
}

/** What came and went after a signature is no change of what it covers. */
function isUnseen({ found }: JudgedChange, signedRevision: number): boolean {
  return found.since !== undefined && signedRevision < found.since;
}
