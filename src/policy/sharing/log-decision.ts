import type { AuditEntryPlace, AuditLog } from '../audit/index.ts';
import type { Decision, DecisionRequest } from './decision.ts';
import type { SharedField, WithheldField } from './field-plan.ts';

/** What is written about a decision. */
export interface DecisionRecord {
  readonly decision: Decision;
  readonly outcome: string;
  readonly fields: readonly SharedField[];
  readonly withheld: readonly WithheldField[];
  readonly fulfilled: readonly string[];
}

/**
 * One decision in the audit log: who, what and for whom as keyed digests, never as they are; purpose, rule and outcome
 * in clear. With the obligation `log` `full` the names of the fields stand there too. Values never do.
 */
export function logDecision(
  audit: AuditLog,
  request: DecisionRequest,
  { decision, outcome, fields, withheld, fulfilled }: DecisionRecord,
): Promise<AuditEntryPlace> {
  const full = decision.obligations.some((o) => o.type === 'log' && o.level === 'full');
  const { subject, onBehalfOf, resource, purpose, action } = request;
  return audit.append({
    kind: 'sharing-decision',
    time: request.time,
    plain: {
      action: action.name,
      subjectType: subject.type,
      catalogId: resource.catalogId,
      purpose: purpose.code,
      effect: decision.effect,
      outcome,
      reasons: decision.reasons.map(({ code, policyId }) => `${policyId}:${code}`),
      policy: { ...decision.policy },
      fulfilled,
      given: fields.length,
      withheld: withheld.length,
      ...(full
        ? { fields: fields.map(({ key }) => key), kept: withheld.map(({ key, code }) => `${key}:${code}`) }
        : {}),
    },
    personal: {
      request: request.id,
      subject: subject.id,
      resource: resource.id,
      ...(onBehalfOf === undefined ? {} : { onBehalfOf: onBehalfOf.id }),
      ...(purpose.matterId === undefined ? {} : { matter: purpose.matterId }),
      ...(purpose.useReason === undefined ? {} : { useReason: purpose.useReason }),
    },
  });
}
