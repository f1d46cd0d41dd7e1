import type { Decision, DecisionRequest, SharingPolicy } from './decision.ts';
import { decisionFault } from './decision-fault.ts';
import { enforcerDecision } from './enforcer-decision.ts';

/** A policy that has not answered after so many milliseconds has failed. */
export const POLICY_TIMEOUT_MS = 5000;

/**
 * The decision of a policy, and `indeterminate` with a reason where it throws (POLICY_FAILED), takes too long
 * (POLICY_TIMEOUT; its signal is aborted) or answers in no readable form (DECISION_MALFORMED). Never rejects.
 */
export async function askPolicy(
  policy: SharingPolicy,
  request: DecisionRequest,
  timeoutMs: number = POLICY_TIMEOUT_MS,
): Promise<Decision> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Decision>((resolve) => {
    timer = setTimeout(() => {
      controller.abort();
      resolve(enforcerDecision('indeterminate', 'POLICY_TIMEOUT', `no answer within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    const answer = (async () => policy.decide(request, controller.signal))();
    // A policy that fails after its time must not become an unhandled rejection.
    answer.catch(() => undefined);
    const decision = await Promise.race([answer, late]);
    const fault = decisionFault(decision);
    return fault === undefined
      ? decision
      : enforcerDecision('indeterminate', 'DECISION_MALFORMED', `the decision ${fault}`);
  } catch {
    // The message of a foreign error may carry personal data: it is not passed on.
    return enforcerDecision('indeterminate', 'POLICY_FAILED', 'the policy failed');
  } finally {
    clearTimeout(timer);
  }
}
