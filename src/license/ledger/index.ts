export {
  type AuditLedgerOptions,
  auditLedger,
  type LedgerAudit,
  type LedgerFinding,
  type LedgerHead,
} from './audit.ts';
export { type JournalLedger, type JournalLedgerOptions, openJournalLedger } from './journal-ledger.ts';
export type { Ledger, LedgerJob, LedgerRecord, LedgerState, LedgerStep, StatusEvent } from './port.ts';
export { type StatusEntry, statusAsOf } from './status-entries.ts';
