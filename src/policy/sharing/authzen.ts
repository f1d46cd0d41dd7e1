import { canonicalJsonBytes, formatTime, type JsonValue, toHex } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { isJsonObject } from '../json-object.ts';
import type { Decision, DecisionRequest, Obligation, SharingPolicy, Subject } from './decision.ts';

/** The evaluation endpoint of a policy decision point, as a port: POST a JSON body, read the JSON answer. */
export type AuthZenEvaluate = (body: JsonValue, signal?: AbortSignal) => Promise<unknown>;

/** Options of {@link authZenSharing}. */
export interface AuthZenOptions {
  readonly evaluate: AuthZenEvaluate;
  /** How the decision point is named in decisions and in the audit log. */
  readonly policy: { readonly id: string; readonly version: string };
}

/**
 * A decision point by the OpenID AuthZEN Authorization API 1.0 (access evaluation) as a sharing policy. `decision: true`
 * permits; `context.obligations` are taken over as they are, and an unknown one makes the enforcer refuse;
 * `context.reason` (or `reason_user`, `reason_admin`) become reasons. An answer without a boolean `decision` is
 * `indeterminate`. AuthZEN has no digest of a policy: the digest of the answer stands for it.
 */
export function authZenSharing({ evaluate, policy }: AuthZenOptions): SharingPolicy {
  return {
    async decide(request: DecisionRequest, signal?: AbortSignal): Promise<Decision> {
      const answer = await evaluate(authZenRequest(request), signal);
      const { decision, context = {} } = record(answer);
      const said = record(context);
      const code = typeof decision === 'boolean' ? 'AUTHZEN_DECISION' : 'AUTHZEN_MALFORMED';
      return {
        effect: decision === true ? 'permit' : decision === false ? 'deny' : 'indeterminate',
        obligations: obligationsOf(said['obligations']),
        reasons: [{ code, policyId: policy.id, text: reasonText(said) }],
        policy: { ...policy, digest: toHex(digest('sha256', canonicalJsonBytes(answer as JsonValue))) },
      };
    },
  };
}

/** The body of an access evaluation request. */
export function authZenRequest(request: DecisionRequest): JsonValue {
  const { subject, onBehalfOf, action, resource, purpose, context = {} } = request;
  return plain({
    subject: entity(subject),
    action: { name: action.name },
    resource: {
      type: resource.type,
      id: resource.id,
      properties: { catalogId: resource.catalogId, fields: resource.fields },
    },
    context: {
      ...context,
      request: request.id,
      time: formatTime(request.time),
      purpose,
      onBehalfOf: onBehalfOf === undefined ? undefined : entity(onBehalfOf),
    },
  });
}

function entity({ type, id, props }: Subject): object {
  return { type, id, properties: props };
}

/** Absent members are left out. */
function plain(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

function obligationsOf(value: unknown): Obligation[] {
  if (value === undefined) return [];
  // Anything that is no list of objects is one obligation that nobody knows: it must not get lost.
  if (!Array.isArray(value)) return [{ type: 'x-authzen-malformed' }];
  return value.map((one): Obligation => {
    const { type, at, ...rest } = record(one);
    if (typeof type !== 'string') return { type: 'x-authzen-malformed' };
    return (at === undefined ? { type, ...rest } : { type, ...rest, at: new Date(String(at)) }) as Obligation;
  });
}

function reasonText(context: Readonly<Record<string, unknown>>): string {
  const reason = context['reason'] ?? context['reason_admin'] ?? context['reason_user'] ?? '';
  return (typeof reason === 'string' ? reason : JSON.stringify(reason)).slice(0, 1000);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {};
}
