import type { ObjectView, PdfObject, PdfRef } from '../../../formats/pdf/index.ts';
import type { FoundChange } from './change.ts';
import type { Role } from './role.ts';
import type { Budget } from './same-value.ts';

/** What a rule may ask and say while it judges one revision against the one before. */
export interface Step {
  readonly before: ObjectView;
  readonly after: ObjectView;
  readonly budget: Budget;
  /** A change that is allowed at a level. */
  note(change: FoundChange): void;
  /** A change that nothing allows. `page` is the number of a page object. */
  forbid(code: string, detail: string, page?: number): void;
  /**
   * Judges what stands under a key before and after. A reference that is new there must lead to an object of this very
   * revision, or to one that had the same role before: an older object in a new role was prepared for it.
   */
  follow(role: Role, before: PdfObject | undefined, after: PdfObject | undefined): void;
  /** The object was added by this revision, and nothing referred to its number before. */
  isFresh(ref: PdfRef): boolean;
  /** Takes note of a field name; false when it is taken. */
  addFieldName(name: string): boolean;
  /** An entry that a page gained in /Annots: judged when all new fields are known. */
  addAnnotation(page: number, entry: PdfObject): void;
  /** Viewers are asked to draw all fields anew (/NeedAppearances), before or after. */
  redrawsFields(): boolean;
  /** The object is, on some path, a thing of one of these kinds. */
  hasKind(num: number, ...kinds: readonly Role['kind'][]): boolean;
}

/** A rule for objects of some kind: what may change in them, and at which level. */
export type Rule<R extends Role = Role> = (
  step: Step,
  role: R,
  before: PdfObject | undefined,
  after: PdfObject | undefined,
) => void;
