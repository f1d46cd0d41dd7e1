import { DEFAULT_LIMITS, YinxinError } from '../core/index.ts';
import { type Certificate, parseCertificate } from '../x509/index.ts';
import { type DeadEnd, findPaths, type PathSearch } from './build-path.ts';
import { certificatePool } from './certificate-pool.ts';
import { checkAlgorithms, checkDates, checkExtensions, checkIssuers } from './check-path.ts';
import { checkPurpose } from './check-purpose.ts';
import { checkRevocation } from './check-revocation.ts';
import { Findings } from './findings.ts';
import type { PathOptions, PathReport, RevocationFinding } from './path-report.ts';
import { type RevocationData, readRevocationData } from './revocation-source.ts';

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
  const leaf = readLeaf(options.certificate, common);
  if (leaf === undefined) return report([], [common], []);
  const pool = certificatePool(options.trustAnchors, options.intermediates ?? [], common);
  const data = readRevocationData(options, common);
  const search: PathSearch = { deadEnds: [], used: 0, exhausted: false };
  let best: Assessment | undefined;
  for (const path of findPaths(leaf, pool, options.at, options.limits ?? DEFAULT_LIMITS, search)) {
    const assessed = assess(path, data, options);
    if (best === undefined || assessed.findings.weight < best.findings.weight) best = assessed;
    if (assessed.findings.trust === 'trusted') break;
  }
  if (best !== undefined) return report(best.path, [common, best.findings], best.revocation);
  explainNoPath(leaf, pool.anchors.length, search, common);
  return report([leaf], [common], []);
}

interface Assessment {
  readonly path: readonly Certificate[];
  readonly findings: Findings;
  readonly revocation: readonly RevocationFinding[];
}

function assess(path: readonly Certificate[], data: RevocationData, options: PathOptions): Assessment {
  const findings = new Findings();
  findings.passed('PATH', path.map((c) => c.subject.text).join(' <- '), 'RFC 5280 6.1');
  checkDates(path, options.at, findings);
  checkIssuers(path, findings);
  checkExtensions(path, findings);
  checkAlgorithms(path, options.allowLegacy === true, findings);
  checkPurpose(path[0]!, options, findings);
  const revocation = checkRevocation(path, data, options, findings);
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

function readLeaf(bytes: Uint8Array, findings: Findings): Certificate | undefined {
  try {
    return parseCertificate(bytes);
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
