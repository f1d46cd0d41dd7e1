import type { NotChecked } from '../core/index.ts';
import { formatTime } from '../core/index.ts';
import { concludeFile } from './conclusion.ts';
import { judgeContext } from './context.ts';
import type { FileFacts, SignatureFacts } from './facts.ts';
import { type JudgedEntry, judgeEntry } from './judge-entry.ts';
import { withRenewal } from './judge-renewal.ts';
import type { JudgeOptions } from './options.ts';
import { coveringFirst } from './poe/index.ts';
import type { Judgement } from './report.ts';

/**
 * The verdict on one file: facts in, indications out (ETSI EN 319 102-1 v1.4.1 clause 5).
 *
 * Timestamps come first, the newest before those that it covers: what a good one proves to have existed can save older
 * ones (5.6.3.4 step 5). Then each signature is judged at the validation time (5.3), with the times that are proved
 * (5.5) and, where it does not hold any more, by past validation (5.6). Timestamps from behind `at` prove nothing.
 * Nobody else in the library sets an indication. A bad signature is never an exception.
 */
export async function judge(facts: FileFacts, options: JudgeOptions): Promise<Judgement> {
  const context = judgeContext(facts.signatures, options);
  const judged = new Map<string, JudgedEntry>();
  const childrenOf = (entry: SignatureFacts): JudgedEntry[] =>
    facts.signatures.flatMap((child) => {
      const known = child.parent === entry.id ? judged.get(child.id) : undefined;
      return known === undefined ? [] : [known];
    });
  for (const entry of coveringFirst(facts.signatures).filter(isTimestamp)) {
    const result = await judgeEntry(entry, [], context);
    judged.set(entry.id, result);
    if (result.proves) context.proofs.add(entry);
  }
  for (const entry of [...facts.signatures.filter(isChild), ...facts.signatures.filter((s) => !isChild(s))]) {
    if (!isTimestamp(entry)) judged.set(entry.id, await judgeEntry(entry, childrenOf(entry), context));
  }
  const { entries, due } = withRenewal(
    facts.signatures.map(({ id }) => judged.get(id)!),
    context,
  );
  const signatures = entries.map(({ report }) => report);
  return {
    conclusion: concludeFile(signatures, facts.failure),
    signatures,
    checks: facts.checks,
    notChecked: unique([...facts.notChecked, ...entries.flatMap((entry) => entry.notChecked)]),
    evidence: { nextRenewalDue: due === undefined ? null : formatTime(due.due) },
  };
}

function isTimestamp({ kind }: SignatureFacts): boolean {
  return kind === 'timestamp' || kind === 'document-timestamp';
}

function isChild({ parent }: SignatureFacts): boolean {
  return parent !== undefined;
}

function unique(all: readonly NotChecked[]): NotChecked[] {
  return [...new Map(all.map((entry) => [`${entry.code} ${entry.detail}`, entry])).values()];
}
