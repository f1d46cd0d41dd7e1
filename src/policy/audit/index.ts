export {
  type AuditEntry,
  type AuditEntryPlace,
  type AuditLog,
  type AuditLogOptions,
  openAuditLog,
} from './audit-log.ts';
export { type AuditCheckpoint, checkpointDigest, type SignedCheckpoint } from './checkpoint.ts';
export {
  type AuditFinding,
  type AuditReport,
  type VerifyAuditLogOptions,
  verifyAuditLog,
} from './verify-audit-log.ts';
