/** @module yinxin/policy: catalog, sharing and retention as ports, decisions that hold, and the log that proves them. */

import type { Signer } from '../foundation/core/index.ts';
import {
  type AuditLog,
  type AuditLogOptions,
  type AuditReport,
  openAuditLog,
  type VerifyAuditLogOptions,
  verifyAuditLog as verifyWith,
} from '../policy/index.ts';
import { signCms } from '../signatures/cades/index.ts';
import type { VerifyOptions } from '../verify/index.ts';
import { verify } from './index.ts';

export { YinxinError } from '../foundation/core/index.ts';
export {
  ACCEPTANCE_RULES,
  type AcceptanceRule,
  type AcceptanceRuleCode,
  type AgencyAnswer,
  type AuditCheckpoint,
  type AuditEntry,
  type AuditEntryPlace,
  type AuditFinding,
  type AuditLog,
  type AuditLogOptions,
  type AuditReport,
  type AuthZenEvaluate,
  type AuthZenOptions,
  acceptanceBreaches,
  assertAcceptance,
  authZenRequest,
  authZenSharing,
  type CatalogEntry,
  type CatalogIssue,
  type CatalogItem,
  type CatalogLevel,
  type CatalogMatter,
  type CatalogPolicy,
  catalogEntryOf,
  checkOneSource,
  checkpointDigest,
  type Decision,
  type DecisionRequest,
  type Demand,
  type DenyOverridesOptions,
  denyOverrides,
  type EnforceSharingOptions,
  EXCLUDED_KINDS,
  EXEMPTION_RULE,
  type ExemptionGround,
  enforceSharing,
  type Fulfilment,
  type HeldLicense,
  heldLicense,
  type IgnoredLicense,
  type InformationResource,
  type LegalRank,
  type LevelCatalog,
  type LoadedResources,
  type MaterialsRequest,
  type MergeConflict,
  type MergedCatalog,
  mergeCatalogs,
  type Obligation,
  type ObligationHandler,
  type ObligationHandlers,
  type OneSource,
  type PlatformProofs,
  POLICY_TIMEOUT_MS,
  parseRetentionPeriod,
  probeSharing,
  RESOURCE_FIELDS,
  RETENTION_FIELDS,
  type RefusalGround,
  type RequiredMaterials,
  type ResourceFault,
  type ResourceItem,
  type RetentionFault,
  type RetentionPeriod,
  type RetentionPolicy,
  type RetentionRule,
  type RuleBreach,
  type RuleException,
  requiredMaterials,
  resourcesOfCsv,
  resourcesOfJson,
  resourcesToCsv,
  resourcesToJson,
  retainedUntil,
  retentionPeriodText,
  retentionRulesOfCsv,
  retentionRulesOfJson,
  retentionRulesToCsv,
  retentionTable,
  SHARE_CLASS_NAMES,
  type ShareClass,
  type SharedField,
  type SharingGrant,
  type SharingOutcome,
  type SharingPolicy,
  type SharingProbe,
  type SignedCheckpoint,
  type Subject,
  staticCatalog,
  type VerifyAuditLogOptions,
  type WithheldField,
  type ZhejiangSharingOptions,
  zhejiangSharing,
} from '../policy/index.ts';

/**
 * Opens an audit log whose checkpoints are signed as detached CMS by `signer`; see `openAuditLog` of the room.
 *
 * @example
 * const log = await auditLog({ journal: await openFileJournal(folder), writer: 'counter-1', key, signer, clock, random, keep });
 * await enforceSharing({ request, policy, catalog, data, audit: log });
 */
export function auditLog({
  signer,
  ...options
}: Omit<AuditLogOptions, 'sign'> & { readonly signer: Signer }): Promise<AuditLog> {
  return openAuditLog({
    ...options,
    sign: async (bytes) => {
      const content = { signer, content: { bytes }, detached: true, claimedTime: options.clock.now() };
      return (await signCms(content)).cms;
    },
  });
}

/** Verifies an audit log; signatures of checkpoints by `verify` with the given trust. See the room for what is found. */
export function verifyAuditLog(
  options: Omit<VerifyAuditLogOptions, 'verifySignature'>,
  verifyOptions: Omit<VerifyOptions, 'detached'>,
): Promise<AuditReport> {
  return verifyWith({
    ...options,
    verifySignature: async (bytes, signature) => {
      const { conclusion } = await verify(signature, { ...verifyOptions, detached: bytes });
      return conclusion.indication === 'TOTAL_PASSED';
    },
  });
}
