import { YinxinError } from '../core/index.ts';
import type { PathOptions, PolicyInputs } from './path-report.ts';

const MODES: readonly string[] = ['require', 'require-where-declared', 'if-available', 'none'];

/** Refuses a call that asks nothing definite: ARGUMENT_INVALID. */
export function assertPathOptions(options: PathOptions): void {
  if (!(options.at instanceof Date) || Number.isNaN(options.at.getTime())) {
    throw new YinxinError('ARGUMENT_INVALID', 'give the validation time `at` as a Date');
  }
  if (!MODES.includes(options.revocation)) {
    throw new YinxinError('ARGUMENT_INVALID', `give revocation as one of ${MODES.join(', ')}`);
  }
  if (options.keyUsage !== undefined && options.keyUsage !== 'signature' && options.keyUsage !== 'any') {
    throw new YinxinError('ARGUMENT_INVALID', 'give keyUsage as signature or any');
  }
  if (options.policies !== undefined) assertPolicies(options.policies);
}

const FLAGS = ['requireExplicitPolicy', 'inhibitPolicyMapping', 'inhibitAnyPolicy'] as const;

/** A flag of another type, or a policy that is no identifier, would silently ask for nothing. */
function assertPolicies(policies: PolicyInputs): void {
  const { initialPolicySet } = policies;
  const set: unknown = initialPolicySet ?? [];
  if (
    !Array.isArray(set) ||
    !set.every((p) => typeof p === 'string' && /^[0-2](?:\.(?:0|[1-9]\d*))+$/.test(p))
  ) {
    throw new YinxinError('ARGUMENT_INVALID', 'give initialPolicySet as object identifiers (1.2.156…)');
  }
  for (const flag of FLAGS) {
    if (policies[flag] !== undefined && typeof policies[flag] !== 'boolean') {
      throw new YinxinError('ARGUMENT_INVALID', `give ${flag} as true or false`);
    }
  }
}
