import type { AuditLog } from '../audit/index.ts';
import type { CatalogPolicy } from '../catalog.ts';
import { askPolicy } from './ask-policy.ts';
import type { Decision, DecisionRequest, Obligation, SharingPolicy } from './decision.ts';
import { ENFORCER, enforcerDecision, enforcerReason } from './enforcer-decision.ts';
import { type SharedField, treatFields, type WithheldField } from './field-plan.ts';
import { fulfilObligations, type ObligationHandlers } from './fulfil.ts';
import { logDecision } from './log-decision.ts';
import { planRequest, withFields } from './plan-request.ts';

/** Options of {@link enforceSharing}. */
export interface EnforceSharingOptions {
  readonly request: DecisionRequest;
  readonly policy: SharingPolicy;
  /** Says which fields the resource has and which are shared with nobody (非共享). */
  readonly catalog: CatalogPolicy;
  /** The values at hand, by field key. */
  readonly data: Readonly<Record<string, string>>;
  /** Every decision is written here before anything is given; what cannot be written is not given. */
  readonly audit: AuditLog;
  readonly handlers?: ObligationHandlers;
  /** Key of `hash` masks, one per requester, so that two of them cannot join what they got. */
  readonly maskKey?: Uint8Array;
  /** For the policy, in milliseconds; 5000 by default. */
  readonly timeoutMs?: number;
}

/** What came of a request. */
export interface SharingOutcome {
  /** `pending`: an approval is open; ask again with the same request. Only `shared` and `partly` carry fields. */
  readonly outcome: 'shared' | 'partly' | 'pending' | 'refused';
  readonly fields: readonly SharedField[];
  readonly withheld: readonly WithheldField[];
  /** Why, with codes; those of the policy, and of the enforcer (`yinxin.enforcer`). */
  readonly reasons: Decision['reasons'];
  /** What was kept, by type, each once. */
  readonly fulfilled: readonly Obligation['type'][];
  /** To be put on every copy. */
  readonly watermarks: readonly string[];
  /** The earliest end that was set; what is given must not be used from then on. */
  readonly expiresAt?: Date;
  /** Of an open approval, as the policy gives it (ISO 8601 duration). */
  readonly within?: string;
  readonly advice: readonly Obligation[];
  readonly policy: Decision['policy'];
  /** Place of the decision in the audit log. */
  readonly audit: { readonly sequence: number; readonly hash: string };
}

/**
 * Asks a sharing policy and makes its answer hold: anything but a permit whose every obligation is understood and kept
 * is a refusal (XACML 3.0, 7.2 and 7.18). Fields of the class 非共享 never reach the policy; signed bytes are never
 * edited: a masked field is a new value without proof, an omitted one stays a hash in `discloseLicense`.
 *
 * Not checked: who the subject really is (the caller has authenticated it), and the truth of `data` (verify the
 * license first). A policy that fails is a refusal in the outcome, not an error. Throws what the audit log and the
 * catalog throw: then nothing was given.
 */
export async function enforceSharing(options: EnforceSharingOptions): Promise<SharingOutcome> {
  const { request, policy, audit } = options;
  const data = new Map(Object.entries(options.data));
  const plan = await planRequest(request, options.catalog, (key) => data.has(key));
  if ('fault' in plan)
    return conclude(
      enforcerDecision('deny', plan.fault.code, plan.fault.text),
      { withheld: [] },
      request,
      audit,
    );
  const { asked } = plan;
  if (asked.length === 0)
    return conclude(
      enforcerDecision('deny', 'NO_FIELD_SHARED', 'no field of the request may be shared'),
      plan,
      request,
      audit,
    );
  const decision = await askPolicy(policy, withFields(request, asked), options.timeoutMs);
  if (decision.effect !== 'permit') return conclude(decision, plan, request, audit);
  const obstacle = await fulfilObligations(decision.obligations, request, options.handlers ?? {});
  if (obstacle !== undefined) {
    const text = `obligation ${obstacle.type.slice(0, 80)}`;
    return conclude(overruled(decision, obstacle.code, text), plan, request, audit);
  }
  const treated = treatFields(asked, data, decision.obligations, options.maskKey);
  if (treated === undefined)
    return conclude(
      overruled(decision, 'OBLIGATION_UNKNOWN', 'a mask of another kind'),
      plan,
      request,
      audit,
    );
  if (treated.fields.length === 0)
    return conclude(
      overruled(decision, 'NO_FIELD_SHARED', 'the policy omits every field'),
      plan,
      request,
      audit,
    );
  const withheld = [...plan.withheld, ...treated.omitted];
  return conclude(decision, { withheld, fields: treated.fields }, request, audit);
}

/** A permit that could not be kept to. */
function overruled(decision: Decision, code: string, text: string): Decision {
  const effect = code === 'OBLIGATION_PENDING' ? 'indeterminate' : 'deny';
  const reasons = [...decision.reasons, enforcerReason(code, text)];
  return { ...decision, effect, reasons };
}

async function conclude(
  decision: Decision,
  given: { readonly fields?: readonly SharedField[]; readonly withheld: readonly WithheldField[] },
  request: DecisionRequest,
  audit: AuditLog,
): Promise<SharingOutcome> {
  const { fields = [], withheld } = given;
  const { obligations, advice = [], reasons, policy } = decision;
  const permitted = fields.length > 0;
  const kept = permitted ? obligations : [];
  const fulfilled = [...new Set(kept.map(({ type }) => type))];
  const pending = reasons.some(
    ({ code, policyId }) => code === 'OBLIGATION_PENDING' && policyId === ENFORCER.id,
  );
  const whole = fields.every(({ treatment }) => treatment === 'clear') && withheld.length === 0;
  const outcome = permitted ? (whole ? 'shared' : 'partly') : pending ? 'pending' : 'refused';
  const entry = await logDecision(audit, request, { decision, outcome, fields, withheld, fulfilled });
  const ends = kept.flatMap((o) => (o.type === 'expire' ? [o.at.getTime()] : []));
  const within = pending ? obligations.find((o) => o.type === 'approve')?.within : undefined;
  return {
    outcome,
    fields,
    withheld,
    reasons,
    fulfilled,
    watermarks: kept.flatMap((o) => (o.type === 'watermark' ? [o.text] : [])),
    ...(ends.length === 0 ? {} : { expiresAt: new Date(Math.min(...ends)) }),
    ...(within === undefined ? {} : { within }),
    advice,
    policy,
    audit: entry,
  };
}
