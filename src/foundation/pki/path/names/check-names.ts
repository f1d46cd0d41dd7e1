import { YinxinError } from '../../../core/index.ts';
import { type Certificate, isSelfIssued, type NameConstraints } from '../../../x509/index.ts';
import type { Findings } from '../../findings.ts';
import { labelOf } from '../certificate-label.ts';
import { namesOf } from './certificate-names.ts';
import {
  type ComparisonBudget,
  type ConstraintSet,
  constraintSet,
  judgeName,
  type NameFault,
} from './constraint-set.ts';
import type { ConstrainedName } from './name-form.ts';

/** Comparisons over one path: the bound of rustls-webpki; 100 names under 2,000 subtrees stay below it. */
const MAX_COMPARISONS = 250_000;

/** Constraints met so far on the way down, and who made them. */
interface Constraining {
  readonly by: string;
  readonly set: ConstraintSet;
}

/**
 * Name constraints (RFC 5280 4.2.1.10, 6.1.3 (b) and (c), 6.1.4 (g)). Those of the anchor's certificate count too
 * (RFC 5937 3.2). All names of every certificate below are judged, but for self-issued ones that are not the target.
 * Forms that cannot be compared refuse where they occur; too much work leaves the path undecided.
 */
export function checkNameConstraints(
  path: readonly Certificate[],
  constraintsOf: (index: number) => NameConstraints | undefined,
  findings: Findings,
): void {
  const above: Constraining[] = [];
  const budget: ComparisonBudget = { left: MAX_COMPARISONS };
  let good = true;
  for (let index = path.length - 1; index >= 0; index--) {
    const exempt = index > 0 && isSelfIssued(path[index]!);
    const attempt = guarded(() => {
      if (above.length > 0 && !exempt) good &&= judgeCertificate(path, index, above, budget, findings);
      const own = index > 0 ? constraintsOf(index) : undefined;
      if (own !== undefined) above.push({ by: labelOf(path, index), set: constraintSet(own) });
    });
    if (attempt === undefined) continue;
    good = false;
    const detail = `${labelOf(path, index)}: a name is malformed: ${attempt}`;
    findings.refuse(
      'untrusted',
      'CERTIFICATE_CHAIN_GENERAL_FAILURE',
      'EXTENSION_MALFORMED',
      detail,
      'RFC 5280 4.2.1.10',
    );
  }
  if (good && above.length > 0) {
    findings.passed(
      'NAME_CONSTRAINTS',
      'all names are such as the CAs above may certify',
      'RFC 5280 6.1.3 (b)',
    );
  }
}

/** The first name that is refused is told; the certificate is refused by one as by many. */
function judgeCertificate(
  path: readonly Certificate[],
  index: number,
  above: readonly Constraining[],
  budget: ComparisonBudget,
  findings: Findings,
): boolean {
  for (const name of namesOf(path[index]!, index === 0)) {
    for (const { by, set } of above) {
      const fault = judgeName(name, set, budget);
      if (fault === undefined) continue;
      tell(fault, `${labelOf(path, index)}: ${shown(name)}`, by, findings);
      return false;
    }
  }
  return true;
}

const FAULTS: Readonly<Record<Exclude<NameFault, 'budget'>, readonly [words: string, clause: string]>> = {
  excluded: ['lies in a subtree excluded by', 'RFC 5280 6.1.3 (c)'],
  'not-permitted': ['lies in none of the subtrees permitted by', 'RFC 5280 6.1.3 (b)'],
  undecidable: ['cannot be compared with the constraints of', 'RFC 5280 4.2.1.10'],
};

function tell(fault: NameFault, what: string, by: string, findings: Findings): void {
  if (fault === 'budget') {
    const detail = `the names of the path need more than ${MAX_COMPARISONS} comparisons`;
    findings.skipped('NAME_CONSTRAINTS_BUDGET', detail);
    findings.refuse(
      'unknown',
      'CERTIFICATE_CHAIN_GENERAL_FAILURE',
      'NAME_CONSTRAINTS',
      detail,
      'RFC 5280 6.1.3 (b)',
    );
    return;
  }
  const [words, clause] = FAULTS[fault];
  findings.refuse(
    'untrusted',
    'CHAIN_CONSTRAINTS_FAILURE',
    'NAME_CONSTRAINTS',
    `${what} ${words} ${by}`,
    clause,
  );
}

/** The message of a syntax error; undefined when all went well. */
function guarded(run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof YinxinError) return error.message;
    throw error;
  }
}

/** Bounded, and so that it cannot draw on a terminal. */
function shown({ form, text }: ConstrainedName): string {
  const short = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return `${form} ${JSON.stringify(short.replace(/[\p{Cc}\p{Cf}]/gu, '?'))}`;
}
