import type { Check, NotChecked } from '../core/index.ts';
import { formatTime } from '../core/index.ts';
import { concludeFile } from './conclusion.ts';
import type { FileFacts, SignatureFacts } from './facts.ts';
import { verdictFromAxes } from './indication.ts';
import { judgeSeal } from './judge-seal.ts';
import { algorithmCheck, type TrustResult, trustSignature } from './judge-trust.ts';
import { levelReached } from './level.ts';
import type { JudgeOptions } from './options.ts';
import type { BestTime, Judgement, SignatureReport } from './report.ts';
import { describeSigner, sealReport } from './signer-report.ts';

/**
 * The verdict on one file: facts in, indications out (ETSI EN 319 102-1 clause 5).
 * Timestamps come first, because they prove when a signature existed; then each signature is judged at the
 * validation time and, where it is expired or revoked by now, at the time a good timestamp proves.
 * Nobody else in the library sets an indication. A bad signature is never an exception.
 */
export async function judge(facts: FileFacts, options: JudgeOptions): Promise<Judgement> {
  const notChecked = new Map<string, NotChecked>();
  const note = (entries: readonly NotChecked[]): void => {
    for (const entry of entries) notChecked.set(`${entry.code} ${entry.detail}`, entry);
  };
  note(facts.notChecked);
  const timestamps = await judgeChildren(facts.signatures, options);
  const signatures: SignatureReport[] = [];
  for (const signature of facts.signatures) {
    note(signature.notChecked);
    const child = timestamps.get(signature.id);
    const judged = child ?? (await judgeOne(signature, childrenOf(signature, facts, timestamps), options));
    note(judged.notChecked);
    signatures.push(judged.report);
  }
  return {
    conclusion: concludeFile(signatures, facts.failure),
    signatures,
    checks: facts.checks,
    notChecked: [...notChecked.values()],
  };
}

interface Judged {
  readonly report: SignatureReport;
  readonly notChecked: readonly NotChecked[];
}

async function judgeChildren(
  all: readonly SignatureFacts[],
  options: JudgeOptions,
): Promise<Map<string, Judged>> {
  const judged = new Map<string, Judged>();
  for (const facts of all) {
    if (facts.parent !== undefined) judged.set(facts.id, await judgeOne(facts, [], options));
  }
  return judged;
}

function childrenOf(parent: SignatureFacts, file: FileFacts, judged: ReadonlyMap<string, Judged>): Child[] {
  return file.signatures
    .filter((s) => s.parent === parent.id)
    .map((facts) => ({ facts, report: judged.get(facts.id)!.report }));
}

interface Child {
  readonly facts: SignatureFacts;
  readonly report: SignatureReport;
}

async function judgeOne(
  facts: SignatureFacts,
  children: readonly Child[],
  options: JudgeOptions,
): Promise<Judged> {
  const best = bestTimeOf(children, options.at);
  const signer = await trustSignature(facts, best, options);
  const seal = await judgeSeal(facts, best, options);
  const trust = worse(worse(signer, seal), algorithmCheck(facts, options));
  const verdict = verdictFromAxes(facts, trust);
  return {
    report: {
      id: facts.id,
      ...(facts.parent === undefined ? {} : { parent: facts.parent }),
      kind: facts.kind,
      format: facts.format,
      level: levelReached(facts, best),
      cryptography: facts.cryptography,
      coverage: facts.coverage,
      modification: facts.modification,
      trust: trust.trust,
      indication: verdict.indication,
      subIndication: verdict.subIndication,
      algorithm: facts.algorithm ?? null,
      signer: describeSigner(facts, signer.path),
      claimedTime: facts.claimedTime === undefined ? null : formatTime(facts.claimedTime),
      bestTime: reportedTime(facts, best, verdict.indication === 'TOTAL_PASSED'),
      ...(facts.changes === undefined ? {} : { changes: facts.changes }),
      ...(facts.seal === undefined ? {} : { seal: sealReport(facts.seal) }),
      checks: [...facts.checks, ...trust.checks, ...children.flatMap(failedChild)],
    },
    notChecked: trust.notChecked,
  };
}

/** The earliest time that a good timestamp over the signature proves; else no better than now. */
function bestTimeOf(children: readonly Child[], at: Date): { time: Date; source: BestTime['source'] } {
  const proved = children
    .filter(
      (c) => c.facts.kind === 'timestamp' && c.report.indication === 'TOTAL_PASSED' && c.facts.timestampTime,
    )
    .map((c) => c.facts.timestampTime!.getTime())
    .filter((t) => t <= at.getTime());
  if (proved.length === 0) return { time: at, source: 'validation-time' };
  return { time: new Date(Math.min(...proved)), source: 'signature-timestamp' };
}

function reportedTime(
  facts: SignatureFacts,
  best: { time: Date; source: BestTime['source'] },
  passed: boolean,
): BestTime {
  if (facts.timestampTime !== undefined && passed)
    return { time: formatTime(facts.timestampTime), source: 'timestamp' };
  return { time: formatTime(best.time), source: best.source };
}

function failedChild(child: Child): Check[] {
  if (child.report.indication === 'TOTAL_PASSED') return [];
  const reason = child.report.subIndication ?? child.report.indication;
  return [
    {
      code: 'CHILD_TIMESTAMP_NOT_PROVED',
      status: 'failed',
      detail: `${child.facts.kind} ${child.facts.id} gives no proof of existence: ${reason}`,
      clause: 'ETSI EN 319 102-1 5.4',
    },
  ];
}

/** Both must hold: the first that is not trusted decides, all checks are kept. */
function worse(a: TrustResult, b: TrustResult): TrustResult {
  const decisive = a.trust === 'trusted' ? b : a;
  return {
    trust: decisive.trust,
    subIndication: decisive.subIndication,
    checks: [...a.checks, ...b.checks],
    notChecked: [...a.notChecked, ...b.notChecked],
    path: a.path,
  };
}
