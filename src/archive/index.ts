export {
  type ArchivedFileReport,
  type ArchiveReport,
  type ArchiveVerdict,
  checkArchive,
} from './check-archive.ts';
export {
  type AnchoredEvidence,
  type ChainOrigin,
  type CreateEvidenceInput,
  createEvidence,
  type DifferingDocument,
  type DigestOrigin,
  type DocumentDigests,
  type DueOptions,
  dueForRenewal,
  type EvidenceDocument,
  type EvidenceInput,
  type EvidenceReport,
  type EvidenceSample,
  type EvidenceStore,
  evidenceRecordFor,
  findEvidenceObject,
  type IssuedRecord,
  memoryEvidenceStore,
  type RenewalNeed,
  type RenewedHashTree,
  type RenewedTimestamp,
  type RenewHashTreeOptions,
  type RenewTimestampOptions,
  renewHashTree,
  renewTimestamp,
  type SampledEvidence,
  sampleEvidence,
  type VerifyEvidenceOptions,
  verifyEvidenceRecord,
  type WatchedEvidence,
} from './evidence/index.ts';
export { inspectItemPackage } from './inspect-package.ts';
export type { ManifestEntry } from './manifest.ts';
export type {
  ItemFile,
  ItemFolder,
  ItemInfo,
  ProcessCode,
  ProcessStep,
  RetentionPeriod,
  SharingClass,
} from './model.ts';
export { type PackageArchiveInput, type PackagedArchive, packageArchive } from './package-archive.ts';
export type { CheckArchiveOptions, VerifiedFile, VerifyFile, VirusScan } from './ports.ts';
export type { ArchiveProperty, ItemCode, ItemResult, ItemStatus } from './properties/index.ts';
export { type ItemPackage, readArchive } from './read-archive.ts';
export type { FileRecord, ProcessRecord } from './read-metadata.ts';
export {
  type DisposalApproval,
  type DisposalEntry,
  type DisposalProposal,
  type DisposalRefusal,
  type DisposalRefusalCode,
  type DisposalRegister,
  type DisposedRecords,
  type DisposeRecordsInput,
  disposalRegisterCsv,
  disposeRecords,
  type HeldRecord,
  type ProposeDisposalInput,
  proposeDisposal,
  type RetentionRules,
  readDisposalRegister,
} from './retention/index.ts';
