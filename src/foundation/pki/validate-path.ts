import { YinxinError } from '../core/index.ts';
import type { Certificate } from '../x509/index.ts';
import { assertPathOptions } from './assert-path-options.ts';
import { Findings } from './findings.ts';
import {
  checkAlgorithms,
  checkDates,
  checkStructure,
  explainNoPath,
  findPaths,
  newSearch,
  type PathSearch,
  tellExhausted,
} from './path/index.ts';
import { type PathContext, pathContext } from './path-context.ts';
import type { PathOptions, PathReport, RevocationFinding } from './path-report.ts';
import { checkRevocation } from './revocation/index.ts';

/**
 * Builds and checks paths from a certificate to a trust anchor at a time (RFC 5280 6.1 with the policy graph of RFC
 * 9618): names, signatures, dates, CA flag, path length, key usage, purposes (of CAs too), name constraints, policies,
 * critical extensions, algorithms by a dated policy, revocation in the caller's mode. The first path that holds is
 * taken; where none does, the one nearest to it is reported, but a revocation of the certificate itself on a path that
 * is otherwise good is final.
 *
 * Of the certificate of an anchor these count as of any CA: its dates, CA flag, path length, purposes, name constraints,
 * unknown critical extensions, and what it requires or inhibits of policies; a key usage without keyCertSign is a
 * warning; its signature, revocation, policies and policy mappings are not looked at.
 *
 * Never throws for bad certificates; ARGUMENT_INVALID without `at` or with options of the wrong kind.
 */
export async function validatePath(options: PathOptions): Promise<PathReport> {
  assertPathOptions(options);
  const common = new Findings();
  const context = pathContext(options, common);
  const leaf = readLeaf(context, common);
  if (leaf === undefined) return report(common);
  const search = newSearch();
  const best = bestPath(leaf, context, search);
  if (best === undefined) {
    explainNoPath(leaf, context, search, common);
    return report(common, { path: [leaf] });
  }
  tellExhausted(search, context.limits, common);
  return report(common, best);
}

interface Assessment {
  readonly path: readonly Certificate[];
  readonly findings: Findings;
  readonly revocation: readonly RevocationFinding[];
  readonly policies: readonly string[];
}

function bestPath(leaf: Certificate, context: PathContext, search: PathSearch): Assessment | undefined {
  let best: Assessment | undefined;
  for (const path of findPaths(leaf, context, search)) {
    const assessed = assess(path, context);
    if (assessed.findings.trust === 'trusted' || isRevokedItself(assessed)) return assessed;
    if (best === undefined || assessed.findings.isNearerThan(best.findings)) best = assessed;
  }
  return best;
}

function assess(path: readonly Certificate[], context: PathContext): Assessment {
  const findings = new Findings();
  const { policies } = checkStructure(path, context.options, findings);
  checkDates(path, context.options.at, findings);
  checkAlgorithms(path, context, findings);
  const revocation = checkRevocation(path, context, findings);
  return { path, findings, revocation, policies };
}

/** No rule is broken, and the issuer has revoked the certificate in question: another way round does not heal that. */
function isRevokedItself({ findings, revocation }: Assessment): boolean {
  return findings.trust === 'revoked' && revocation.some((r) => r.index === 0 && r.status === 'revoked');
}

function readLeaf({ options, memo }: PathContext, findings: Findings): Certificate | undefined {
  try {
    return memo.certificate(options.certificate);
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    findings.refuse('untrusted', 'FORMAT_FAILURE', 'CERTIFICATE_SYNTAX', error.message, 'RFC 5280 4.1');
    return undefined;
  }
}

function report(common: Findings, of: Partial<Assessment> = {}): PathReport {
  const { path = [], findings, revocation = [], policies } = of;
  const parts = findings === undefined ? [common] : [common, findings];
  const decisive = parts.reduce((a, b) => (b.weight > a.weight ? b : a));
  const { trust, subIndication } = decisive;
  return {
    status: trust === 'trusted' ? 'valid' : trust === 'unknown' ? 'indeterminate' : 'invalid',
    ...(subIndication === undefined ? {} : { subIndication }),
    trust,
    path,
    ...(policies === undefined ? {} : { policies }),
    revocation,
    checks: parts.flatMap((p) => p.checks),
    notChecked: parts.flatMap((p) => p.notChecked),
  };
}
