import { groupBy } from '../../../core/index.ts';
import type { GeneralName, NameConstraints } from '../../../x509/index.ts';
import type { ConstrainedName, Subtree } from './name-form.ts';
import { subtreeOf } from './subtree.ts';

/** The constraints of one certificate, by form. */
export interface ConstraintSet {
  readonly permitted: ReadonlyMap<string, readonly Subtree[]>;
  readonly excluded: ReadonlyMap<string, readonly Subtree[]>;
}

/** Counts comparisons over one path. */
export interface ComparisonBudget {
  left: number;
}

/** Why a name is refused; `budget`: nobody has the time to tell. */
export type NameFault = 'excluded' | 'not-permitted' | 'undecidable' | 'budget';

/** Parses the constraints of one certificate. DER_INVALID. */
export function constraintSet({ permitted = [], excluded = [] }: NameConstraints): ConstraintSet {
  return { permitted: byForm(permitted), excluded: byForm(excluded) };
}

/**
 * Judges one name under the constraints of one certificate (RFC 5280 6.1.3 (b) and (c)): it must lie in no excluded
 * subtree, and in one of the permitted subtrees of its form where there are any. Excluded beats permitted.
 */
export function judgeName(
  name: ConstrainedName,
  constraints: ConstraintSet,
  budget: ComparisonBudget,
): NameFault | undefined {
  const excluded = constraints.excluded.get(name.form) ?? [];
  const permitted = constraints.permitted.get(name.form);
  budget.left -= excluded.length + (permitted?.length ?? 0);
  if (budget.left < 0) return 'budget';
  const forbidding = excluded.map((subtree) => subtree.place(name, 'excluded'));
  if (forbidding.includes('inside')) return 'excluded';
  if (forbidding.includes('undecidable')) return 'undecidable';
  if (permitted === undefined) return undefined;
  const allowing = permitted.map((subtree) => subtree.place(name, 'permitted'));
  if (allowing.includes('inside')) return undefined;
  return allowing.includes('undecidable') ? 'undecidable' : 'not-permitted';
}

function byForm(bases: readonly GeneralName[]): Map<string, Subtree[]> {
  return groupBy(bases.map(subtreeOf), (subtree) => subtree.form);
}
