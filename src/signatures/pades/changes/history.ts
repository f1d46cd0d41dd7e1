import {
  type PdfDict,
  type PdfDocument,
  RevisionWalk,
  type RewrittenEntry,
  strayBytes,
} from '../../../formats/pdf/index.ts';
import { isYinxinError } from '../../../foundation/core/index.ts';
import type { FoundChange } from './change.ts';
import { GraphWalk } from './graph-walk.ts';
import { label } from './label.ts';
import { RevisionStep } from './revision-step.ts';
import { RoleBook } from './role-book.ts';
import { unusedContent } from './unused-content.ts';

/** Objects walked in one go: between two of them a large file may let go of what it has read. */
const STEPS_AT_ONCE = 20_000;

/** Metadata inflated and parsed, all revisions together: a packet has some ten kilobytes. */
const MAX_METADATA = 32 * 1024 * 1024;

/**
 * What every revision after a first one changed, found once for all signatures: one walk over the first revision, then
 * what each later revision lists. Works off in pieces, each of which is done whole or not at all, so that it can wait
 * for bytes of a large file.
 */
export class ChangeHistory {
  /** Changes by revision. */
  readonly changes: Map<number, readonly FoundChange[]> = new Map();
  readonly #from: number;
  readonly #book = new RoleBook();
  #metadataLeft = MAX_METADATA;
  #base: GraphWalk | undefined;
  #walk: RevisionWalk | undefined;
  #trailer: PdfDict | undefined;
  #pending: readonly RewrittenEntry[] | undefined;
  #unused: readonly number[] | undefined;

  constructor(from: number) {
    this.#from = from;
  }

  /** Does one piece; true when the newest revision is reached. PDF_INVALID when the first revision cannot be read. */
  advance(document: PdfDocument): boolean {
    this.#walk ??= new RevisionWalk(document, this.#from);
    this.#trailer ??= this.#walk.trailer;
    this.#base ??= this.#start(document, this.#walk.after);
    if (!this.#base.run(STEPS_AT_ONCE)) return false;
    this.#unused ??= unusedContent(this.#walk.after, this.#trailer, this.#book);
    if (this.#walk.revision === document.revisions.length - 1 && this.#pending === undefined) return true;
    this.#pending ??= this.#walk.advance();
    this.#compare(document, this.#walk, this.#trailer, this.#pending);
    this.#trailer = this.#walk.trailer;
    this.#pending = undefined;
    return false;
  }

  /** Objects of the first revision that could be shown and are used nowhere in it. */
  get unused(): readonly number[] {
    return this.#unused ?? [];
  }

  /** Every signed field that any of the revisions had, with the number of its signature dictionary. */
  signedFields(): { readonly name: string; readonly value: number }[] {
    return this.#book.signatures();
  }

  #start(document: PdfDocument, view: RevisionWalk['after']): GraphWalk {
    const odd = label(['OBJECT_GENERATION', 'an object referred to by another generation']);
    const walk = new GraphWalk(this.#book, view, (ref) => void this.#book.mark(ref.num, odd), true);
    walk.pushTrailer(document.trailerAt(this.#from));
    return walk;
  }

  #compare(
    document: PdfDocument,
    walk: RevisionWalk,
    trailer: PdfDict,
    entries: readonly RewrittenEntry[],
  ): void {
    const { revision } = walk;
    const budget = { compared: document.bytes.size, metadata: this.#metadataLeft };
    const input = {
      before: walk.before,
      after: walk.after,
      entries,
      revision,
      budget,
      trailers: [trailer, walk.trailer],
      start: document.revisions[revision - 1]!.end ?? document.bytes.size,
    } as const;
    const changes = this.#book.whole(() => {
      const step = new RevisionStep(this.#book, input);
      step.run(input);
      for (const detail of strayIn(document, walk)) step.forbid('REVISION_BYTES', detail);
      return step.changes;
    });
    this.changes.set(revision, changes);
    this.#metadataLeft = budget.metadata;
  }
}

function strayIn(document: PdfDocument, walk: RevisionWalk): readonly string[] {
  try {
    return strayBytes(document, walk.after, walk.revision);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return [`the bytes of revision ${walk.revision} cannot be told apart: ${error.message}`];
  }
}
