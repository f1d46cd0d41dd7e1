import type { Check, NotChecked, SubIndication, Trust } from '../core/index.ts';
import { YinxinError } from '../core/index.ts';
import type { AlgorithmUse } from '../crypto/index.ts';
import type { Certificate } from '../x509/index.ts';
import { Findings } from './findings.ts';
import { chainAlgorithms, checkStructure, findPaths, newSearch, tellExhausted } from './path/index.ts';
import { type PathContext, pathContext } from './path-context.ts';
import type { PathOptions } from './path-report.ts';
import { type RevocationStatement, statementsFor } from './revocation/index.ts';

/**
 * A path whose names, signatures and constraints were judged, but no date, no revocation and no age of an algorithm:
 * what past certificate validation slides over (ETSI EN 319 102-1 5.6.2.1).
 */
export interface StructuralPath {
  /** From the certificate to the anchor. */
  readonly path: readonly Certificate[];
  /** `trusted`: every constraint holds. */
  readonly trust: Trust;
  readonly subIndication?: SubIndication;
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
  /** Verified statements about each certificate below the anchor, whatever their dates. */
  readonly statements: readonly (readonly RevocationStatement[])[];
  /** What the signature of each certificate below the anchor rests on. */
  readonly algorithms: readonly (readonly AlgorithmUse[])[];
}

/**
 * Paths from the certificate to an anchor, the likeliest first, each found when it is asked for; none where the
 * certificate cannot be read. `at` decides their order alone, `revocation` nothing. What the generator returns at its end
 * is what was not tried: PATH_BUDGET.
 */
export function* structuralPaths(options: PathOptions): Generator<StructuralPath, readonly NotChecked[]> {
  const findings = new Findings();
  const context = pathContext(options, new Findings());
  const leaf = tryLeaf(context);
  if (leaf === undefined) return [];
  const search = newSearch();
  for (const path of findPaths(leaf, context, search)) yield describe(path, context);
  tellExhausted(search, context.limits, findings);
  return findings.notChecked;
}

function describe(path: readonly Certificate[], context: PathContext): StructuralPath {
  const findings = new Findings();
  checkStructure(path, context.options, findings);
  const statements = path
    .slice(0, -1)
    .map((certificate, index) =>
      statementsFor(certificate, path[index + 1]!, context, findings, path.slice(index + 1)),
    );
  const { trust, subIndication, checks, notChecked } = findings;
  return {
    path,
    trust,
    ...(subIndication === undefined ? {} : { subIndication }),
    checks,
    notChecked,
    statements,
    algorithms: chainAlgorithms(path, context.memo),
  };
}

function tryLeaf({ options, memo }: PathContext): Certificate | undefined {
  try {
    return memo.certificate(options.certificate);
  } catch (error) {
    if (error instanceof YinxinError) return undefined;
    throw error;
  }
}
