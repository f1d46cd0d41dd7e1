import type { AuditEntryPlace } from '../audit/index.ts';
import { askPolicy } from './ask-policy.ts';
import type { Decision } from './decision.ts';
import type { EnforceSharingOptions } from './enforce-sharing.ts';
import { enforcerDecision } from './enforcer-decision.ts';
import { isUnderstood } from './fulfil.ts';
import { logDecision } from './log-decision.ts';
import { planRequest, withFields } from './plan-request.ts';

/** What came of a probe. */
export interface SharingProbe {
  /** The policy would give something of such a resource, if there were one. */
  readonly permitted: boolean;
  readonly reasons: Decision['reasons'];
  readonly audit: AuditEntryPlace;
}

/**
 * Asks a policy about a resource that is not there, so that "there is none" is told only to somebody who might have
 * been given it, and that asking is in the audit log too (outcome `nothing-found` or `refused`). Gives nothing, and so
 * fulfils no obligation: nobody is asked for consent to nothing. A permit with an obligation that is not understood is
 * none. Throws what the audit log and the catalog throw.
 */
export async function probeSharing(
  options: Pick<EnforceSharingOptions, 'request' | 'policy' | 'catalog' | 'audit' | 'handlers' | 'timeoutMs'>,
): Promise<SharingProbe> {
  const { request, policy, catalog, audit, handlers = {}, timeoutMs } = options;
  const plan = await planRequest(request, catalog, () => true);
  const decision = await decide();
  const permitted =
    decision.effect === 'permit' && decision.obligations.every((o) => isUnderstood(o, handlers));
  const entry = await logDecision(audit, request, {
    decision,
    outcome: permitted ? 'nothing-found' : 'refused',
    fields: [],
    withheld: 'fault' in plan ? [] : plan.withheld,
    fulfilled: [],
  });
  return { permitted, reasons: decision.reasons, audit: entry };

  async function decide(): Promise<Decision> {
    if ('fault' in plan) return enforcerDecision('deny', plan.fault.code, plan.fault.text);
    if (plan.asked.length === 0)
      return enforcerDecision('deny', 'NO_FIELD_SHARED', 'no field of the request may be shared');
    return askPolicy(policy, withFields(request, plan.asked), timeoutMs);
  }
}
