export { type DisposedRecords, type DisposeRecordsInput, disposeRecords } from './dispose-records.ts';
export { type DisposalProposal, type ProposeDisposalInput, proposeDisposal } from './propose-disposal.ts';
export type {
  DisposalEntry,
  DisposalRefusal,
  DisposalRefusalCode,
  HeldRecord,
  RetentionRules,
} from './record.ts';
export {
  type DisposalApproval,
  type DisposalRegister,
  disposalRegisterCsv,
  readDisposalRegister,
} from './register.ts';
