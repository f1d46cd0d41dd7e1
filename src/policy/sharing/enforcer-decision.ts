import type { Decision } from './decision.ts';

/** What stands for a policy where the enforcer itself decides: it refuses, or a policy did not answer properly. */
export const ENFORCER: Decision['policy'] = { id: 'yinxin.enforcer', version: '1', digest: '' };

/** A reason of the enforcer's own. */
export function enforcerReason(code: string, text: string): Decision['reasons'][number] {
  return { code, policyId: ENFORCER.id, text };
}

/** A decision of the enforcer's own, for one reason; it obliges to nothing. */
export function enforcerDecision(
  effect: Exclude<Decision['effect'], 'permit'>,
  code: string,
  text: string,
): Decision {
  return { effect, obligations: [], reasons: [enforcerReason(code, text)], policy: ENFORCER };
}
