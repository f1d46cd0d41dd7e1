import { dayNumber } from '../core/index.ts';
import type { AlgorithmPolicy, Lifetime, SizedLifetime } from './algorithm-policy.ts';
import { ETSI_TS_119_312 } from './algorithm-policy-data.ts';
import type { AlgorithmUse } from './algorithm-policy-use.ts';
import { type AlgorithmProfile, isInProfile } from './algorithm-profile.ts';
import { DIGESTS } from './registry.ts';

/** When one algorithm ends under a policy. */
export interface AlgorithmEnd {
  readonly use: AlgorithmUse;
  /** From this moment on it does not count; absent: no end is set. What never counted ended in 1970. */
  readonly ends?: Date;
  /** After the end nothing admits it. */
  readonly final: boolean;
  /** `SHA-1`, `RS256 with RSA-2048` … */
  readonly name: string;
  /** In words, with the source. */
  readonly reason: string;
}

/** What algorithms are judged by. `PathOptions` and the options of a verdict have these fields. */
export interface AlgorithmRules {
  /** Unset: `ETSI_TS_119_312`. */
  readonly algorithms?: AlgorithmPolicy;
  /** Admits what has ended, with a finding; never what is `final` or outside the profile. */
  readonly allowLegacy?: boolean;
  /** A narrower set that must be kept whatever the dates say. */
  readonly profile?: AlgorithmProfile;
}

/** What came out of {@link judgeAlgorithms}. */
export interface AlgorithmVerdict {
  /** Absent: nothing is refused. */
  readonly subIndication?: 'CRYPTO_CONSTRAINTS_FAILURE' | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE';
  readonly refused: readonly AlgorithmEnd[];
  /** Ended, and admitted by `allowLegacy`: to be told. */
  readonly tolerated: readonly AlgorithmEnd[];
  /** Uses that the profile forbids. */
  readonly outsideProfile: readonly AlgorithmUse[];
}

const DAY_MS = 24 * 3600 * 1000;
const NEVER = 0;

/** When each of these ends, in their order. */
export function algorithmEnds(
  uses: readonly AlgorithmUse[],
  policy: AlgorithmPolicy = ETSI_TS_119_312,
): AlgorithmEnd[] {
  return uses.map((use) => endOf(use, policy));
}

/** Those that do not count any more at a time: their end is that moment or lies before it. */
export function usesEndingBefore(
  uses: readonly AlgorithmUse[],
  time: Date,
  policy: AlgorithmPolicy = ETSI_TS_119_312,
): AlgorithmEnd[] {
  return algorithmEnds(uses, policy).filter(({ ends }) => ends !== undefined && ends <= time);
}

/**
 * Do these algorithms count at a time at which what was made with them is proved to exist? `madeAfter` is a time before
 * which it cannot have been made (notBefore of a certificate, genTime of a token).
 *
 * CRYPTO_CONSTRAINTS_FAILURE where it never counted, was made after the end, or is outside the profile;
 * CRYPTO_CONSTRAINTS_FAILURE_NO_POE where an earlier proof of existence would save it (ETSI EN 319 102-1 table 6).
 * ARGUMENT_INVALID for an unknown profile.
 */
export function judgeAlgorithms(
  uses: readonly AlgorithmUse[],
  at: Date,
  rules: AlgorithmRules,
  madeAfter?: Date,
): AlgorithmVerdict {
  const ended = usesEndingBefore(uses, at, rules.algorithms);
  const isTolerated = (end: AlgorithmEnd): boolean => rules.allowLegacy === true && !end.final;
  const refused = ended.filter((end) => !isTolerated(end));
  const { profile } = rules;
  const outsideProfile = profile === undefined ? [] : uses.filter((use) => !isInProfile(use, profile));
  const verdict = { refused, tolerated: ended.filter(isTolerated), outsideProfile };
  if (refused.length === 0 && outsideProfile.length === 0) return verdict;
  const lost = outsideProfile.length > 0 || refused.some((end) => isBeyondProof(end, madeAfter));
  return {
    subIndication: lost ? 'CRYPTO_CONSTRAINTS_FAILURE' : 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
    ...verdict,
  };
}

function isBeyondProof({ ends }: AlgorithmEnd, madeAfter: Date | undefined): boolean {
  const end = ends?.getTime() ?? NEVER;
  return end === NEVER || (madeAfter !== undefined && madeAfter.getTime() >= end);
}

function endOf(use: AlgorithmUse, policy: AlgorithmPolicy): AlgorithmEnd {
  const name = nameOf(use);
  const lifetime = lifetimeOf(use, policy);
  if (lifetime === undefined) {
    const reason = `${name} is not accepted by ${policy.name}`;
    return { use, ends: new Date(NEVER), final: true, name, reason };
  }
  const final = lifetime.final === true;
  if (lifetime.ends === undefined)
    return { use, final, name, reason: `${name} has no end (${lifetime.source})` };
  const ends = new Date(dayNumber(lifetime.ends) * DAY_MS);
  return { use, ends, final, name, reason: `${name} counts until ${lifetime.ends} (${lifetime.source})` };
}

function lifetimeOf(use: AlgorithmUse, policy: AlgorithmPolicy): Lifetime | undefined {
  if (use.kind === 'digest') return policy.digests[use.digest];
  let best: SizedLifetime | undefined;
  for (const rule of policy.signatures[use.family] ?? []) {
    if (use.bits >= rule.minBits && (best === undefined || rule.minBits > best.minBits)) best = rule;
  }
  return best;
}

function nameOf(use: AlgorithmUse): string {
  if (use.kind === 'signature') return `${use.scheme} with ${use.key}`;
  // SHA1 -> SHA-1, as people write it; SHA3-256, SM3 and MD5 stay.
  return DIGESTS[use.digest].label.replace(/^SHA(?=\d)(?!3-)/, 'SHA-');
}
