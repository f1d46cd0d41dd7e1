import { type Check, formatTime, type SubIndication } from '../core/index.ts';
import {
  type AlgorithmEnd,
  type AlgorithmUse,
  clauseOfProfile,
  ETSI_TS_119_312,
  judgeAlgorithms,
} from '../crypto/index.ts';
import { algorithmRules, type JudgeContext } from './context.ts';
import type { SignatureFacts } from './facts.ts';
import { refused, TRUSTED, type TrustResult } from './trust-result.ts';

const CLAUSE = 'ETSI EN 319 102-1 5.2.8; ETSI TS 119 312';

/**
 * Did the algorithms of a value count at the earliest time at which it is proved to exist (ETSI EN 319 102-1 5.2.8, 5.5.4
 * step 8, 5.6.3.4 step 9), and are they within the profile that was asked for? `madeAfter` is a time before which it
 * cannot have been made: an end before that no proof can answer.
 */
export function acceptAlgorithms(
  facts: SignatureFacts,
  madeAfter: Date | undefined,
  { options, proofs }: JudgeContext,
): TrustResult {
  const at = proofs.ofSignature(facts.id).time;
  const rules = algorithmRules(options);
  const uses = usesOf(facts);
  const verdict = judgeAlgorithms(uses, at, rules, madeAfter);
  const timeless = facts.algorithms === undefined ? namedOf(facts) : [];
  const tolerated = [...verdict.tolerated.map(reasonOf), ...(options.allowLegacy === true ? timeless : [])];
  const refusedNames = [...verdict.refused.map(reasonOf), ...(options.allowLegacy === true ? [] : timeless)];
  const checks: Check[] = [];
  let subIndication: SubIndication | null = null;
  const tell = (code: string, status: Check['status'], detail: string, clause = CLAUSE): void => {
    checks.push({ code, status, detail, clause });
  };
  const when = `at ${formatTime(at)}`;
  if (tolerated.length > 0) tell('ALGORITHM_LEGACY', 'warning', `admitted ${when}: ${tolerated.join('; ')}`);
  if (refusedNames.length > 0) {
    subIndication = timeless.length > 0 ? 'CRYPTO_CONSTRAINTS_FAILURE' : verdict.subIndication!;
    const remedy =
      subIndication === 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE' ? '; a timestamp from before would do' : '';
    tell('ALGORITHM_LEGACY', 'failed', `does not count ${when}: ${refusedNames.join('; ')}${remedy}`);
  }
  const outside = verdict.outsideProfile.map(nameOf);
  const { profile } = options;
  if (profile !== undefined && (outside.length > 0 || isUnknown(facts))) {
    subIndication = 'CRYPTO_CONSTRAINTS_FAILURE';
    const what = outside.length > 0 ? outside.join(', ') : (facts.algorithm ?? 'an unknown algorithm');
    tell(
      'PROFILE_ALGORITHM',
      'failed',
      `${what} is none of the profile ${profile}`,
      clauseOfProfile(profile),
    );
  }
  if (subIndication === null) {
    if (checks.length === 0 && uses.length > 0) {
      const policy = (options.algorithms ?? ETSI_TS_119_312).name;
      tell('ALGORITHMS', 'passed', `the algorithms count ${when} by ${policy}`);
    }
    return { ...TRUSTED, checks };
  }
  const trust = subIndication === 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE' ? 'expired' : 'untrusted';
  return { ...refused(trust, subIndication, ''), checks };
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
function namedOf({ weaknesses = [] }: SignatureFacts): string[] {
  return weaknesses.filter((name) => name !== 'SHA-1' && name !== 'MD5');
}

/** Nothing is known of what the value rests on: a profile cannot be kept by it. */
function isUnknown({ algorithms = [], algorithm }: SignatureFacts): boolean {
  return !algorithms.some(({ kind }) => kind === 'signature') && algorithm !== 'SM2-SM3';
}

function reasonOf({ reason }: AlgorithmEnd): string {
  return reason;
}

function nameOf(use: AlgorithmUse): string {
  return use.kind === 'digest' ? use.digest : `${use.scheme} with ${use.key}`;
}
