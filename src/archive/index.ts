export { inspectBag } from './bagit/index.ts';
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
  digestsOfFile,
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
export { inspectEepPackage, inspectItemPackage } from './inspect-package.ts';
export type { ManifestEntry } from './manifest.ts';
export type {
  ItemFile,
  ItemFolder,
  ItemInfo,
  PackageForm,
  ProcessCode,
  ProcessStep,
  RetentionPeriod,
  SharingClass,
} from './model.ts';
export {
  type PackageArchiveInput,
  type PackagedArchive,
  packageArchive,
  type StreamedArchive,
  streamArchive,
} from './package-archive.ts';
export {
  type ArchivedValidationData,
  type EmbedEvidenceOptions,
  embedEvidenceRecord,
  evidenceDocumentsOf,
} from './packages/index.ts';
export type {
  ArchiveStage,
  CarrierInspection,
  CheckArchiveOptions,
  CheckFormat,
  FormatSuitability,
  VerifiedFile,
  VerifyFile,
  VirusScan,
} from './ports.ts';
export type { ArchiveProperty, ItemCode, ItemResult, ItemStatus } from './properties/index.ts';
export { type ItemPackage, readArchive } from './read-archive.ts';
export type { FileRecord, ProcessRecord } from './read-metadata.ts';
export { verificationScript } from './recipe/index.ts';
export {
  type ArchivalCopy,
  type ArchivalCopyRecord,
  type DeriveArchivalCopyOptions,
  deriveArchivalCopy,
  type TakenSignature,
} from './rendition/index.ts';
export { type ArchiveReportHtmlOptions, archiveReportHtml } from './report-html.ts';
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
export {
  type BatchFolder,
  type CatalogueEntry,
  type Handover,
  type ReceiveBatchOptions,
  type ReceivedBatch,
  type ReceivedItem,
  type ReceivedStatus,
  receiveBatch,
  type TransferBatchInput,
  type TransferItem,
  type TransferParty,
  type TransferReceipt,
  type TransferReceiptReport,
  type TransferredBatch,
  type TransferSigning,
  transferBatch,
  type VerifyTransferReceiptOptions,
  verifyTransferReceipt,
} from './transfer/index.ts';
