export {
  type AuditCheckpoint,
  type AuditEntry,
  type AuditEntryPlace,
  type AuditFinding,
  type AuditLog,
  type AuditLogOptions,
  type AuditReport,
  checkpointDigest,
  openAuditLog,
  type SignedCheckpoint,
  type VerifyAuditLogOptions,
  verifyAuditLog,
} from './audit/index.ts';
export type { CatalogEntry, CatalogIssue, CatalogItem, CatalogPolicy, ShareClass } from './catalog.ts';
export {
  EXEMPTION_RULE,
  type ExemptionGround,
  type HeldLicense,
  type MaterialsRequest,
  type PlatformProofs,
  type RequiredMaterials,
  requiredMaterials,
} from './materials.ts';
export { checkOneSource, type OneSource } from './one-source.ts';
export type { RetentionPeriod, RetentionPolicy } from './retention.ts';
export {
  type AuthZenEvaluate,
  type AuthZenOptions,
  authZenRequest,
  authZenSharing,
  type Decision,
  type DecisionRequest,
  type DenyOverridesOptions,
  denyOverrides,
  type EnforceSharingOptions,
  enforceSharing,
  type Fulfilment,
  type Obligation,
  type ObligationHandler,
  type ObligationHandlers,
  POLICY_TIMEOUT_MS,
  SHARE_CLASS_NAMES,
  type SharedField,
  type SharingGrant,
  type SharingOutcome,
  type SharingPolicy,
  type Subject,
  type WithheldField,
  type ZhejiangSharingOptions,
  zhejiangSharing,
} from './sharing/index.ts';
export { type CatalogMatter, staticCatalog } from './static-catalog.ts';
