export { documentKindOf } from './document-kind.ts';
export type { HistoryState } from './rules.ts';
export {
  type HistoryDocument,
  type HistoryEntry,
  type HistoryReport,
  type VerifyHistoryOptions,
  verifyApplicationHistory,
} from './verify-history.ts';
