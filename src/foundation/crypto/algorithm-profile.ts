import { type SigningAlgorithm, YinxinError } from '../core/index.ts';
import type { DigestName } from '../platform/index.ts';
import type { AlgorithmUse } from './algorithm-policy-use.ts';
import type { PublicKey } from './parsed-key.ts';

/** Name of a set of algorithms that a rule allows. `cn-gov`: SM2 with SM3 alone (GB/T 39786, GB/T 38540). */
export type AlgorithmProfile = 'cn-gov';

/** What a profile allows; everything else is outside. */
interface ProfileRules {
  readonly signing: readonly SigningAlgorithm[];
  readonly keys: readonly PublicKey['kind'][];
  /** Digests beside a value too (messageDigest, imprint of a timestamp). */
  readonly digests: readonly DigestName[];
  readonly clause: string;
}

const PROFILES: Readonly<Record<AlgorithmProfile, ProfileRules>> = {
  'cn-gov': {
    signing: ['SM2-SM3'],
    keys: ['sm2'],
    digests: ['sm3'],
    clause: 'GB/T 39786-2021; GB/T 38540-2020',
  },
};

/** Refuses a signer whose algorithm the profile does not allow; no profile allows all. PROFILE_ALGORITHM_FORBIDDEN. */
export function assertAlgorithmAllowed(
  algorithm: SigningAlgorithm,
  profile: AlgorithmProfile | undefined,
): void {
  if (profile === undefined) return;
  const { signing } = rulesOf(profile);
  if (signing.includes(algorithm)) return;
  const allowed = signing.join(', ');
  throw new YinxinError(
    'PROFILE_ALGORITHM_FORBIDDEN',
    `the profile ${profile} wants ${allowed}: sign with such a key, or without the profile`,
    { details: { profile, algorithm, allowed: signing } },
  );
}

/** Is an algorithm that was met in a file within the profile? ARGUMENT_INVALID for an unknown profile. */
export function isInProfile(use: AlgorithmUse, profile: AlgorithmProfile): boolean {
  const rules = rulesOf(profile);
  if (use.kind === 'digest') return rules.digests.includes(use.digest);
  return rules.signing.some((algorithm) => algorithm === use.scheme);
}

/** May a key of this kind stand under the profile at all? ARGUMENT_INVALID for an unknown profile. */
export function isKeyInProfile(kind: PublicKey['kind'], profile: AlgorithmProfile): boolean {
  return rulesOf(profile).keys.includes(kind);
}

/** The norms behind a profile, for the checks that name it. ARGUMENT_INVALID for an unknown profile. */
export function clauseOfProfile(profile: AlgorithmProfile): string {
  return rulesOf(profile).clause;
}

/** A rule that nobody knows must not pass for no rule. */
function rulesOf(profile: AlgorithmProfile): ProfileRules {
  if (Object.hasOwn(PROFILES, profile)) return PROFILES[profile];
  throw new YinxinError('ARGUMENT_INVALID', `give the profile as one of ${Object.keys(PROFILES).join(', ')}`);
}
