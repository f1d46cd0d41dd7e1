import { type Check, formatTime, type NotChecked } from '../core/index.ts';
import { acceptAlgorithms } from './acceptance.ts';
import type { JudgeContext } from './context.ts';
import type { SignatureFacts } from './facts.ts';
import { type Verdict, verdictFromAxes, verdictOf } from './indication.ts';
import { trustRecord } from './judge-record.ts';
import { judgeSeal } from './judge-seal.ts';
import { levelProofs, levelReached } from './level.ts';
import type { BestTime, SignatureReport } from './report.ts';
import { describeSigner, sealReport } from './signer-report.ts';
import { trustEntry } from './trust/index.ts';
import { both, type TrustResult } from './trust-result.ts';

/** One entry, judged. */
export interface JudgedEntry {
  readonly facts: SignatureFacts;
  readonly report: SignatureReport;
  readonly trust: TrustResult;
  /** A timestamp that proves the existence of what it covers. */
  readonly proves: boolean;
  readonly notChecked: readonly NotChecked[];
}

/**
 * The verdict on one signature, seal or timestamp, in the order of ETSI EN 319 102-1 5.3.4: format and value (found by
 * the reader), who signed, the seal, the algorithms; then the four axes together.
 */
export async function judgeEntry(
  facts: SignatureFacts,
  children: readonly JudgedEntry[],
  context: JudgeContext,
): Promise<JudgedEntry> {
  const trust = facts.kind === 'evidence-record' ? trustRecord(children) : await trustSigner(facts, context);
  const fromAxes = verdictFromAxes(facts, trust);
  const untrue = untrueTimestamps(facts, children);
  const passed = fromAxes.indication === 'TOTAL_PASSED';
  const verdict = passed && untrue.length > 0 ? verdictOf('SIG_CONSTRAINTS_FAILURE') : fromAxes;
  const proves = isProof(facts, trust, context);
  const checks = [
    ...facts.checks,
    ...timeChecks(facts, context),
    ...trust.checks,
    ...untrue,
    ...children.flatMap((child) => childCheck(child, context)),
  ];
  return {
    facts,
    trust,
    proves,
    report: reportOf(facts, verdict, trust, proves, checks, context),
    notChecked: [...facts.notChecked, ...trust.notChecked],
  };
}

/** Who signed, the seal, the algorithms. */
async function trustSigner(facts: SignatureFacts, context: JudgeContext): Promise<TrustResult> {
  const signer = await trustEntry(facts, context);
  const seal = await judgeSeal(facts, context);
  const algorithms = acceptAlgorithms(facts, madeAfter(facts, signer, context), context);
  return both(both(signer, seal), algorithms);
}

/** A token is made at its time; a signature after the timestamps that it signs over and with a certificate that began. */
function madeAfter(facts: SignatureFacts, { path }: TrustResult, { proofs }: JudgeContext): Date | undefined {
  if (facts.timestampTime !== undefined) return facts.timestampTime;
  const inside = facts.cryptography === 'intact' ? proofs.within(facts)?.timestampTime : undefined;
  const began = path[0]?.notBefore;
  return inside !== undefined && (began === undefined || inside > began) ? inside : began;
}

function reportOf(
  facts: SignatureFacts,
  verdict: Verdict,
  trust: TrustResult,
  proves: boolean,
  checks: readonly Check[],
  context: JudgeContext,
): SignatureReport {
  return {
    id: facts.id,
    ...(facts.parent === undefined ? {} : { parent: facts.parent }),
    kind: facts.kind,
    format: facts.format,
    level: levelReached(facts, levelProofs(facts, context)),
    cryptography: facts.cryptography,
    coverage: facts.coverage,
    modification: facts.modification,
    trust: trust.trust,
    indication: verdict.indication,
    subIndication: verdict.subIndication,
    algorithm: facts.algorithm ?? null,
    signer: describeSigner(facts, trust.path, context.memo),
    claimedTime: facts.claimedTime === undefined ? null : formatTime(facts.claimedTime),
    bestTime: bestTimeOf(facts, proves, context),
    ...(facts.changes === undefined ? {} : { changes: facts.changes }),
    ...(facts.seal === undefined ? {} : { seal: sealReport(facts.seal, context.memo) }),
    checks,
  };
}

/**
 * A timestamp proves what lies in its bytes as soon as the token is good: what was changed behind them takes nothing
 * away. A document timestamp must cover whole revisions; over a value, the imprint says it all.
 */
function isProof(facts: SignatureFacts, trust: TrustResult, { options }: JudgeContext): boolean {
  if (facts.timestampTime === undefined || facts.timestampTime > options.at) return false;
  if (facts.cryptography !== 'intact' || facts.formatFailure !== undefined) return false;
  const whole = facts.coverage === 'whole-file' || facts.coverage === 'whole-revision';
  return trust.trust === 'trusted' && (whole || facts.parent !== undefined);
}

function bestTimeOf(facts: SignatureFacts, proves: boolean, { proofs }: JudgeContext): BestTime {
  if (proves) return { time: formatTime(facts.timestampTime!), source: 'timestamp' };
  const { time, by } = proofs.ofSignature(facts.id);
  const sources = { timestamp: 'signature-timestamp', 'document-timestamp': 'document-timestamp' } as const;
  if (by?.ofEvidenceRecord === true) return { time: formatTime(time), source: 'evidence-record' };
  const source = by === undefined ? 'validation-time' : sources[by.kind as keyof typeof sources];
  return { time: formatTime(time), source };
}

/** The times that an entry is judged with (5.5.4 steps 1 and 3). */
function timeChecks(facts: SignatureFacts, { proofs, options }: JudgeContext): Check[] {
  const clause = 'ETSI EN 319 102-1 5.5.4';
  const future = facts.timestampTime !== undefined && facts.timestampTime > options.at;
  const { time, by } = proofs.ofSignature(facts.id);
  const told: Check[] = [];
  if (future) {
    const detail = `of ${formatTime(facts.timestampTime!)}, behind the validation time ${formatTime(options.at)}: it proves nothing yet`;
    told.push({ code: 'TIMESTAMP_IN_FUTURE', status: 'warning', detail, clause });
  }
  if (by !== undefined) {
    const detail = `proved to exist at ${formatTime(time)} by ${by.id}; judged at ${formatTime(options.at)}`;
    told.push({ code: 'BEST_SIGNATURE_TIME', status: 'passed', detail, clause });
  }
  return told;
}

/**
 * Content timestamps stand in what the signer signed: one whose imprint or value is wrong makes a signed statement untrue,
 * and the signature is not acceptable. One that merely nobody believes, or nobody can read, proves nothing.
 */
function untrueTimestamps({ covers }: SignatureFacts, children: readonly JudgedEntry[]): Check[] {
  return children
    .map((child) => child.facts)
    .filter((child) => child.timestampTime !== undefined && covers?.signatures.includes(child.id) === true)
    .filter((child) => child.cryptography === 'broken')
    .map(({ id }) => ({
      code: 'CONTENT_TIMESTAMP',
      status: 'failed',
      detail: `the signed content timestamp ${id} is not over this content, or its value is wrong: the signature claims what is not so`,
      clause: 'ETSI EN 319 102-1 5.2.8.4; ETSI EN 319 122-1 5.2.8',
    }));
}

/** A bad child proves nothing and spoils nothing: it stands as a check on its parent. */
function childCheck({ facts, report, proves }: JudgedEntry, { options }: JudgeContext): Check[] {
  const reason = report.subIndication ?? report.indication;
  if (facts.kind === 'countersignature') {
    if (report.indication === 'TOTAL_PASSED') return [];
    const clause = 'ETSI EN 319 102-1 5.2.8.4';
    const detail = `the countersignature ${facts.id} does not pass: ${reason}`;
    return [{ code: 'COUNTERSIGNATURE_NOT_PASSED', status: 'failed', detail, clause }];
  }
  if (proves) return [];
  const future = facts.timestampTime !== undefined && facts.timestampTime > options.at;
  const why = future ? 'it is of the future' : reason;
  const detail = `${facts.kind} ${facts.id} gives no proof of existence: ${why}`;
  const clause = 'ETSI EN 319 102-1 5.4';
  return [{ code: 'CHILD_TIMESTAMP_NOT_PROVED', status: future ? 'warning' : 'failed', detail, clause }];
}
