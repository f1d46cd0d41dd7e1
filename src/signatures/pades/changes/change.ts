import type { Modification } from '../../../foundation/core/index.ts';

/** Levels of a change, harmless ones first. */
export type ChangeLevel = Extract<Modification, 'ltv-update' | 'form-fill' | 'annotation' | 'disallowed'>;

const ORDER: readonly Modification[] = ['none', 'ltv-update', 'form-fill', 'annotation', 'disallowed'];

/** The weightier of two levels. */
export function weightier<T extends Modification>(a: T, b: T): T {
  return ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a;
}

/** One change that a revision made, before anybody asked who permits it. */
export interface FoundChange {
  readonly level: ChangeLevel;
  readonly code: string;
  /** Words; the page, where there is one, is put in front of them when all are known. */
  readonly detail: string;
  /** Object number of the page that it concerns. */
  readonly page?: number;
  /** Fully qualified name of the field that was filled: a lock may forbid it. */
  readonly field?: string;
  /**
   * The revision that first brought what was changed: to a signature before it, it is one more addition, since it never
   * covered what was there in between.
   */
  readonly since?: number;
  /** It may change how every field is drawn: a lock of any field forbids it. */
  readonly redraws?: boolean;
  /** A new field that is seen on the page: a certification does not permit it. */
  readonly visibleField?: boolean;
}
