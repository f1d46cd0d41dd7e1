import { type SigningAlgorithm, YinxinError } from '../core/index.ts';

/** Name of a set of algorithms that a rule allows. `cn-gov`: SM2 with SM3 alone (GB/T 39786, GB/T 38540). */
export type AlgorithmProfile = 'cn-gov';

const PROFILES: Readonly<Record<AlgorithmProfile, readonly SigningAlgorithm[]>> = {
  'cn-gov': ['SM2-SM3'],
};

/** Refuses a signer whose algorithm the profile does not allow; no profile allows all. PROFILE_ALGORITHM_FORBIDDEN. */
export function assertAlgorithmAllowed(
  algorithm: SigningAlgorithm,
  profile: AlgorithmProfile | undefined,
): void {
  if (profile === undefined || PROFILES[profile].includes(algorithm)) return;
  const allowed = PROFILES[profile].join(', ');
  throw new YinxinError(
    'PROFILE_ALGORITHM_FORBIDDEN',
    `the profile ${profile} wants ${allowed}: sign with such a key, or without the profile`,
    { details: { profile, algorithm, allowed: PROFILES[profile] } },
  );
}
