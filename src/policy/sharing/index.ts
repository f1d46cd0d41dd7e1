export { POLICY_TIMEOUT_MS } from './ask-policy.ts';
export { type AuthZenEvaluate, type AuthZenOptions, authZenRequest, authZenSharing } from './authzen.ts';
export type { Decision, DecisionRequest, Obligation, SharingPolicy, Subject } from './decision.ts';
export { type DenyOverridesOptions, denyOverrides } from './deny-overrides.ts';
export { type EnforceSharingOptions, enforceSharing, type SharingOutcome } from './enforce-sharing.ts';
export type { SharedField, WithheldField } from './field-plan.ts';
export type { Fulfilment, ObligationHandler, ObligationHandlers } from './fulfil.ts';
export { probeSharing, type SharingProbe } from './probe-sharing.ts';
export { type RequestFault, requestFault } from './request-faults.ts';
export {
  SHARE_CLASS_NAMES,
  type SharingGrant,
  type ZhejiangSharingOptions,
  zhejiangSharing,
} from './zhejiang-sharing.ts';
