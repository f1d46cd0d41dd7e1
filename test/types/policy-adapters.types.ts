// The snippets of docs/policies.md, compiled: a test compares them with the page.
import type { Decision, DecisionRequest, SharingPolicy } from '../../src/entries/policy.ts';

// #region opa
/** `evaluate` of @open-policy-agent/opa-wasm answers [{ result }]. */
interface OpaPolicy {
  evaluate(input: unknown): readonly { readonly result?: unknown }[];
}

export function opaSharing(opa: OpaPolicy, policy: Decision['policy']): SharingPolicy {
  return {
    async decide(request: DecisionRequest): Promise<Decision> {
      const [{ result } = {}] = opa.evaluate(request);
      // The rule answers { effect, obligations, reasons }. Whatever it leaves out makes the decision malformed, and
      // the enforcer refuses: nothing here has to be checked twice.
      return { ...(result as Omit<Decision, 'policy'>), policy };
    },
  };
}
// #endregion

// #region cedar
/** `isAuthorized` of @cedar-policy/cedar-wasm. Cedar has no obligations: a permit is a permit as it is. */
interface CedarAnswer {
  readonly type: 'success' | 'failure';
  readonly response?: {
    readonly decision: 'allow' | 'deny';
    readonly diagnostics: { readonly reason: readonly string[] };
  };
}

export function cedarSharing(
  isAuthorized: (request: DecisionRequest) => CedarAnswer,
  policy: Decision['policy'],
): SharingPolicy {
  return {
    async decide(request: DecisionRequest): Promise<Decision> {
      const { response } = isAuthorized(request);
      const reasons = (response?.diagnostics.reason ?? []).map((id) => ({
        code: 'CEDAR_POLICY',
        policyId: id,
      }));
      const effect =
        response === undefined ? 'indeterminate' : response.decision === 'allow' ? 'permit' : 'deny';
      return { effect, obligations: [{ type: 'log', level: 'full' }], reasons, policy };
    },
  };
}
// #endregion
