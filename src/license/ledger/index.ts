export { type JournalLedgerOptions, openJournalLedger } from './journal-ledger.ts';
export type { Ledger, LedgerJob, LedgerRecord, LedgerState, LedgerStep, StatusEvent } from './port.ts';
