import type { SubIndication } from '../core/index.ts';
import { chainAlgorithms } from '../pki/index.ts';
import type { JudgeContext } from './context.ts';
import type { JudgedEntry } from './judge-entry.ts';
import { earliestDue, type RenewalDue, renewalCheck, renewalDue } from './renewal.ts';

/** Entries with the check RENEWAL_DUE where they have one, and what is due first in the file. */
export interface Renewals {
  readonly entries: readonly JudgedEntry[];
  readonly due: RenewalDue | undefined;
}

/** Verdicts that time alone brought about: before some date they were good. */
const ENDED: ReadonlySet<SubIndication> = new Set<SubIndication>([
  'OUT_OF_BOUNDS_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'REVOCATION_OUT_OF_BOUNDS_NO_POE',
  'NO_POE',
  'TRY_LATER',
]);

/**
 * Until when the proof of each signature carries: by the newest timestamp over it that was good in its day, else by the
 * signer's own chain. For a validation time in the future this tells what had to be renewed, and before when.
 */
export function withRenewal(entries: readonly JudgedEntry[], context: JudgeContext): Renewals {
  const byId = new Map(entries.map((entry) => [entry.facts.id, entry]));
  const found: RenewalDue[] = [];
  const told = entries.map((entry) => {
    const due = isCarried(entry) ? dueOf(entry, byId, context) : undefined;
    if (due === undefined) return entry;
    found.push(due);
    const { report } = entry;
    const checks = [...report.checks, renewalCheck(due, context.options.at)];
    return { ...entry, report: { ...report, checks } };
  });
  return { entries: told, due: earliestDue(found) };
}

/** A signature or a seal whose value holds and whose signer is believed, or was until time went by. */
function isCarried(entry: JudgedEntry): boolean {
  const { facts } = entry;
  const signs = facts.kind === 'signature' || facts.kind === 'seal' || facts.kind === 'evidence-record';
  return signs && facts.parent === undefined && isSoundButForTime(entry);
}

function isSoundButForTime({ facts, trust }: JudgedEntry): boolean {
  const sound = facts.cryptography === 'intact' && facts.formatFailure === undefined;
  return sound && (trust.subIndication === null ? trust.trust === 'trusted' : ENDED.has(trust.subIndication));
}

function dueOf(
  entry: JudgedEntry,
  byId: ReadonlyMap<string, JudgedEntry>,
  context: JudgeContext,
): RenewalDue | undefined {
  const newest = newestOver(entry, byId, context);
  const { facts, trust } = newest ?? entry;
  const basis = {
    name: `${facts.kind} ${facts.id}`,
    path: trust.path,
    algorithms: [...(facts.algorithms ?? []), ...chainAlgorithms(trust.path, context.memo).flat()],
    ...(newest === undefined && trust.freshUntil !== undefined ? { freshUntil: trust.freshUntil } : {}),
  };
  return renewalDue(basis, context.options.algorithms);
}

function newestOver(
  { facts }: JudgedEntry,
  byId: ReadonlyMap<string, JudgedEntry>,
  { proofs, options }: JudgeContext,
): JudgedEntry | undefined {
  let newest: JudgedEntry | undefined;
  for (const { id, timestampTime } of proofs.claimedOver(facts.id)) {
    const token = byId.get(id);
    if (token === undefined || timestampTime! > options.at || !isSoundButForTime(token)) continue;
    if (newest === undefined || timestampTime! > newest.facts.timestampTime!) newest = token;
  }
  return newest;
}
