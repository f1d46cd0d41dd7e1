import { canonicalJsonBytes, toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { askPolicy } from './ask-policy.ts';
import type { Decision, DecisionRequest, SharingPolicy } from './decision.ts';

/** Options of {@link denyOverrides}. */
export interface DenyOverridesOptions {
  readonly id: string;
  readonly version: string;
  /** For each of the policies, in milliseconds. */
  readonly timeoutMs?: number;
}

/**
 * Several policies as one (XACML 3.0, C.2 deny-overrides): one refusal refuses; else one that could not decide leaves
 * it undecided; else one permit permits, with the obligations of all that permit; else none applies. Each is asked,
 * at once; one that throws or takes too long could not decide.
 */
export function denyOverrides(
  policies: readonly SharingPolicy[],
  { id, version, timeoutMs }: DenyOverridesOptions,
): SharingPolicy {
  return {
    async decide(request: DecisionRequest): Promise<Decision> {
      const decisions = await Promise.all(policies.map((policy) => askPolicy(policy, request, timeoutMs)));
      return combine(decisions, { id, version });
    },
  };
}

const ORDER = ['deny', 'indeterminate', 'permit', 'notApplicable'] as const;

function combine(
  decisions: readonly Decision[],
  policy: { readonly id: string; readonly version: string },
): Decision {
  const effect = ORDER.find((wanted) => decisions.some((decision) => decision.effect === wanted));
  const deciding = decisions.filter((decision) => decision.effect === effect);
  const ttls = deciding.map(({ ttl }) => ttl).filter((ttl) => ttl !== undefined);
  const parts = decisions.map((decision) => ({ ...decision.policy }));
  return {
    effect: effect ?? 'notApplicable',
    // Of those that decide: a policy that was overridden obliges to nothing.
    obligations: deciding.flatMap(({ obligations }) => obligations),
    advice: deciding.flatMap(({ advice }) => advice ?? []),
    reasons: deciding.flatMap(({ reasons }) => reasons),
    policy: { ...policy, digest: toHex(digest('sha256', canonicalJsonBytes(parts))) },
    ...(ttls.length === 0 ? {} : { ttl: Math.min(...ttls) }),
  };
}
