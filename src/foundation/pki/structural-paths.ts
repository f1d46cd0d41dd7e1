import type { Check, NotChecked, SubIndication, Trust } from '../core/index.ts';
import { YinxinError } from '../core/index.ts';
import type { Certificate } from '../x509/index.ts';
import { Findings } from './findings.ts';
import { checkStructure, findPaths, type PathSearch } from './path/index.ts';
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
}

/** All paths from the certificate to an anchor, the likeliest first; none where the certificate cannot be read. */
export function structuralPaths(options: PathOptions): readonly StructuralPath[] {
  const common = new Findings();
  const context = pathContext(options, common);
  const leaf = tryLeaf(context);
  if (leaf === undefined) return [];
  const search: PathSearch = { deadEnds: [], used: 0, exhausted: false };
  return [...findPaths(leaf, context, search)].map((path) => describe(path, context));
}

function describe(path: readonly Certificate[], context: PathContext): StructuralPath {
  const findings = new Findings();
  checkStructure(path, context.options, findings);
  const statements = path
    .slice(0, -1)
    .map((certificate, index) => statementsFor(certificate, path[index + 1]!, context, findings));
  const { trust, subIndication, checks, notChecked } = findings;
  return {
    path,
    trust,
    ...(subIndication === undefined ? {} : { subIndication }),
    checks,
    notChecked,
    statements,
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
