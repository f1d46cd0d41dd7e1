import type { Check, SubIndication } from '../../core/index.ts';
import { type PathReport, validatePath } from '../../pki/index.ts';
import { type JudgeContext, pathQuestion } from '../context.ts';
import type { SignatureFacts } from '../facts.ts';
import { isRevocationDemanded } from '../past/index.ts';
import type { TrustResult } from '../trust-result.ts';
import { sameChain } from './same-chain.ts';

/** How a certificate stands at one time, with all that path validation found. */
export interface Standing extends TrustResult {
  readonly report: PathReport;
}

/** X.509 certificate validation of the signer of an entry (ETSI EN 319 102-1 5.2.6). */
export async function standingAt(
  facts: SignatureFacts,
  certificate: Uint8Array,
  at: Date,
  context: JudgeContext,
): Promise<Standing> {
  const report = await validatePath(pathQuestion(facts, certificate, at, context));
  return {
    report,
    trust: report.trust,
    subIndication: refine(report, facts, at, context),
    checks: report.checks,
    notChecked: report.notChecked,
    path: report.path,
    ...freshness(report, context),
  };
}

function isWithoutData(facts: SignatureFacts, report: PathReport, context: JudgeContext): boolean {
  const open = report.revocation.filter(({ status }) => status === 'unknown');
  const chain = open.length === 0 ? undefined : sameChain(facts, report, context);
  return chain !== undefined && open.some(({ index }) => chain.statements[index]?.length === 0);
}

/** The first moment after which revocation data that was demanded is not fresh any more. */
function freshness(
  { path, revocation }: PathReport,
  { options }: JudgeContext,
): Pick<TrustResult, 'freshUntil'> {
  const ends = revocation.flatMap(({ index, status, nextUpdate }) =>
    status === 'good' && nextUpdate !== undefined && isRevocationDemanded(path[index]!, options.revocation)
      ? [nextUpdate.getTime()]
      : [],
  );
  return ends.length === 0 ? {} : { freshUntil: new Date(Math.min(...ends)) };
}

/** Path validation knows what is wrong; which of the cases of 5.2.6.4 that is, is told here. */
function refine(
  report: PathReport,
  facts: SignatureFacts,
  at: Date,
  context: JudgeContext,
): SubIndication | null {
  const { path, subIndication, revocation } = report;
  if (subIndication === undefined) return null;
  if (subIndication === 'TRY_LATER') {
    // Step 4 a) is about data that is not fresh; without any, the path itself fails (4 e).
    return isWithoutData(facts, report, context) ? 'CERTIFICATE_CHAIN_GENERAL_FAILURE' : subIndication;
  }
  if (subIndication !== 'OUT_OF_BOUNDS_NO_POE') return subIndication;
  const outside = path
    .map((c, index) => (at < c.notBefore || at > c.notAfter ? index : -1))
    .filter((i) => i >= 0);
  const [only] = outside;
  if (outside.length !== 1 || !report.checks.every(isFineButForDates)) return subIndication;
  // Step 3: the dates of an anchor are its sunset.
  if (only === path.length - 1 && path.length > 1) return 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE';
  // Step 7 and note 8: the issuer still answers for it.
  const known = revocation.some((r) => r.index === 0 && r.status === 'good');
  return only === 0 && known ? 'OUT_OF_BOUNDS_NOT_REVOKED' : subIndication;
}

function isFineButForDates({ code, status }: Check): boolean {
  return code === 'CERTIFICATE_DATES' || status === 'passed' || status === 'warning';
}
