import { formatTime } from '../core/index.ts';
import {
  type AlgorithmUse,
  clauseOfProfile,
  ETSI_TS_119_312,
  isInProfile,
  judgeAlgorithms,
} from '../crypto/index.ts';
import { algorithmRules, type JudgeContext } from './context.ts';
import type { SignatureFacts } from './facts.ts';
import { both, refused, TRUSTED, type TrustResult } from './trust-result.ts';

const CLAUSE = 'ETSI EN 319 102-1 5.2.8; ETSI TS 119 312';

/**
 * Did the algorithms of a value count at the earliest time at which it is proved to exist (ETSI EN 319 102-1 5.2.8, 5.5.4
 * step 8, 5.6.3.4 step 9), and are they within the profile that was asked for? An end before `madeAfter`, a time before
 * which the value cannot have been made, no proof can answer.
 */
export function acceptAlgorithms(
  facts: SignatureFacts,
  madeAfter: Date | undefined,
  context: JudgeContext,
): TrustResult {
  return both(acceptProfile(facts, context), acceptAges(facts, madeAfter, context));
}

function acceptAges(
  facts: SignatureFacts,
  madeAfter: Date | undefined,
  { options, proofs }: JudgeContext,
): TrustResult {
  const at = proofs.ofSignature(facts.id).time;
  const when = `at ${formatTime(at)}`;
  const { profile: _, ...rules } = algorithmRules(options);
  const uses = usesOf(facts);
  const verdict = judgeAlgorithms(uses, at, rules, madeAfter);
  const [refusals, tolerated] = [verdict.refused, verdict.tolerated].map((ends) => ends.map((e) => e.reason));
  const named = namedOf(facts);
  (options.allowLegacy === true ? tolerated! : refusals!).push(...named);
  if (refusals!.length > 0) {
    const final = named.length > 0 || verdict.subIndication === 'CRYPTO_CONSTRAINTS_FAILURE';
    const detail = `does not count ${when}: ${refusals!.join('; ')}`;
    return final
      ? refused('untrusted', 'CRYPTO_CONSTRAINTS_FAILURE', detail, 'ALGORITHM_LEGACY', CLAUSE)
      : refused(
          'expired',
          'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
          `${detail}; a timestamp from before would do`,
          'ALGORITHM_LEGACY',
          CLAUSE,
        );
  }
  if (tolerated!.length > 0) {
    const detail = `admitted ${when}: ${tolerated!.join('; ')}`;
    const check = { code: 'ALGORITHM_LEGACY', status: 'warning', detail, clause: CLAUSE } as const;
    return { ...TRUSTED, checks: [check] };
  }
  if (uses.length === 0) return TRUSTED;
  const detail = `the algorithms count ${when} by ${(options.algorithms ?? ETSI_TS_119_312).name}`;
  return { ...TRUSTED, checks: [{ code: 'ALGORITHMS', status: 'passed', detail, clause: CLAUSE }] };
}

function acceptProfile(facts: SignatureFacts, { options: { profile } }: JudgeContext): TrustResult {
  if (profile === undefined) return TRUSTED;
  const outside = usesOf(facts).filter((use) => !isInProfile(use, profile));
  if (outside.length === 0 && !isUnknown(facts)) return TRUSTED;
  const what = outside.map(nameOf).join(', ') || (facts.algorithm ?? 'an unknown algorithm');
  const detail = `${what} is none of the profile ${profile}`;
  return refused(
    'untrusted',
    'CRYPTO_CONSTRAINTS_FAILURE',
    detail,
    'PROFILE_ALGORITHM',
    clauseOfProfile(profile),
  );
}

/** What readers name without a date is judged by date where the policy knows it. */
function usesOf({ algorithms = [], weaknesses = [] }: SignatureFacts): AlgorithmUse[] {
  const named = (['sha1', 'md5'] as const).filter((hash) =>
    weaknesses.includes(hash === 'sha1' ? 'SHA-1' : 'MD5'),
  );
  const missing = named.filter(
    (hash) => !algorithms.some((use) => use.kind === 'digest' && use.digest === hash),
  );
  return [...algorithms, ...missing.map((hash): AlgorithmUse => ({ kind: 'digest', digest: hash }))];
}

/** What the policy cannot judge, for want of the uses themselves. */
function namedOf({ algorithms, weaknesses = [] }: SignatureFacts): string[] {
  if (algorithms !== undefined) return [];
  return weaknesses.filter((name) => name !== 'SHA-1' && name !== 'MD5');
}

/** Nothing is known of what the value rests on: a profile cannot be kept by it. */
function isUnknown({ algorithms = [], algorithm }: SignatureFacts): boolean {
  return !algorithms.some(({ kind }) => kind === 'signature') && algorithm !== 'SM2-SM3';
}

function nameOf(use: AlgorithmUse): string {
  return use.kind === 'digest' ? use.digest : `${use.scheme} with ${use.key}`;
}
