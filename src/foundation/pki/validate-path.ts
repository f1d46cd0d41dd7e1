import { YinxinError } from '../core/index.ts';
import type { Certificate } from '../x509/index.ts';
import { Findings } from './findings.ts';
import {
  checkAlgorithms,
  checkDates,
  checkStructure,
  type DeadEnd,
  findPaths,
  type PathSearch,
} from './path/index.ts';
import { type PathContext, pathContext } from './path-context.ts';
import type { PathOptions, PathReport, RevocationFinding } from './path-report.ts';
import { checkRevocation } from './revocation/index.ts';

/**
 * Builds and checks paths from a certificate to a trust anchor at a time (RFC 5280 6, plain): names, signatures, dates,
 * CA flag, key usage and path length, critical extensions, the key usage and purpose of the certificate, weak
 * algorithms, revocation by full CRLs and OCSP in the caller's mode. The first path that holds is taken.
 *
 * Not processed: name constraints and policies (a path bound by them is `indeterminate`, never `valid`), delta,
 * indirect and scoped CRLs (told in `notChecked`). Never throws for bad certificates; ARGUMENT_INVALID without `at`.
 */
export async function validatePath(options: PathOptions): Promise<PathReport> {
  assertOptions(options);
  const common = new Findings();
  const context = pathContext(options, common);
  const leaf = readLeaf(context, common);
  if (leaf === undefined) return report([], [common], []);
  const search: PathSearch = { deadEnds: [], used: 0, exhausted: false };
  let best: Assessment | undefined;
  for (const path of findPaths(leaf, context, search)) {
    const assessed = assess(path, context);
    if (best === undefined || assessed.findings.weight < best.findings.weight) best = assessed;
    if (assessed.findings.trust === 'trusted') break;
  }
  if (best !== undefined) return report(best.path, [common, best.findings], best.revocation);
  explainNoPath(leaf, context.pool.anchors.length, search, common);
  return report([leaf], [common], []);
}

interface Assessment {
  readonly path: readonly Certificate[];
  readonly findings: Findings;
  readonly revocation: readonly RevocationFinding[];
}

function assess(path: readonly Certificate[], context: PathContext): Assessment {
  const findings = new Findings();
  checkStructure(path, context.options, findings);
  checkDates(path, context.options.at, findings);
  checkAlgorithms(path, context, findings);
  const revocation = checkRevocation(path, context, findings);
  return { path, findings, revocation };
}

function explainNoPath(leaf: Certificate, anchors: number, search: PathSearch, findings: Findings): void {
  const clause = 'ETSI EN 319 102-1 5.2.6';
  const broken = search.deadEnds.find((d) => d.result === 'invalid' || d.result === 'mismatch');
  const unsupported = search.deadEnds.find((d) => d.result === 'unsupported');
  if (search.exhausted) {
    findings.skipped('PATH_BUDGET', `no path within ${search.used} candidates (limit pathCandidates)`);
  }
  if (broken !== undefined) {
    findings.refuse(
      'untrusted',
      'CERTIFICATE_CHAIN_GENERAL_FAILURE',
      'CERTIFICATE_SIGNATURE',
      signatureDetail(broken),
      'RFC 5280 6.1.3 (a)(1)',
    );
  } else if (unsupported !== undefined) {
    const detail = `${unsupported.certificate.subject.text}: signature not supported (${unsupported.detail ?? ''})`;
    findings.skipped('ALGORITHM_UNSUPPORTED', detail);
    findings.refuse('unknown', 'CRYPTO_CONSTRAINTS_FAILURE', 'CERTIFICATE_SIGNATURE', detail, clause);
  } else {
    const last = search.deadEnds[search.deadEnds.length - 1]?.certificate ?? leaf;
    const detail =
      anchors === 0
        ? 'no trust anchor was given for this purpose'
        : `no certificate of ${last.issuer.text} leads from ${last.subject.text} to a trust anchor: give it`;
    findings.refuse('unknown', 'NO_CERTIFICATE_CHAIN_FOUND', 'PATH', detail, clause);
  }
}

function signatureDetail(end: DeadEnd): string {
  const why = end.result === 'mismatch' ? `names two algorithms (${end.detail ?? ''})` : 'is wrong';
  return `the signature of ${end.certificate.subject.text} under the key of ${end.issuer?.subject.text ?? ''} ${why}`;
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

function report(
  path: readonly Certificate[],
  parts: readonly Findings[],
  revocation: readonly RevocationFinding[],
): PathReport {
  const decisive = parts.reduce((a, b) => (b.weight > a.weight ? b : a));
  const { trust, subIndication } = decisive;
  return {
    status: trust === 'trusted' ? 'valid' : trust === 'unknown' ? 'indeterminate' : 'invalid',
    ...(subIndication === undefined ? {} : { subIndication }),
    trust,
    path,
    revocation,
    checks: parts.flatMap((p) => p.checks),
    notChecked: parts.flatMap((p) => p.notChecked),
  };
}

const MODES: readonly string[] = ['require', 'require-where-declared', 'if-available', 'none'];

function assertOptions(options: PathOptions): void {
  if (!(options.at instanceof Date) || Number.isNaN(options.at.getTime())) {
    throw new YinxinError('ARGUMENT_INVALID', 'give the validation time `at` as a Date');
  }
  if (!MODES.includes(options.revocation)) {
    throw new YinxinError('ARGUMENT_INVALID', `give revocation as one of ${MODES.join(', ')}`);
  }
}
