/** @module yinxin/archive: package, read and check what an agency must keep (GB/T 42727, DA/T 70). */

import {
  type ArchivalCopy,
  type ArchiveReport,
  type CheckArchiveOptions,
  checkArchive as checkWith,
  type DeriveArchivalCopyOptions as DeriveWithOptions,
  deriveArchivalCopy as deriveWith,
  type PackageArchiveInput,
  type PackagedArchive,
  packageArchive as packageWith,
  type StreamedArchive,
  streamArchive as streamWith,
} from '../archive/index.ts';
import type { ByteSink, FileInput } from '../foundation/core/index.ts';
import type { VerifyOptions } from '../verify/index.ts';
import { checkArchiveFormat } from './archive-format.ts';
import { verify } from './index.ts';

export {
  type AnchoredEvidence,
  type ArchivalCopy,
  type ArchivalCopyRecord,
  type ArchivedFileReport,
  type ArchivedValidationData,
  type ArchiveProperty,
  type ArchiveReport,
  type ArchiveReportHtmlOptions,
  type ArchiveStage,
  type ArchiveVerdict,
  archiveReportHtml,
  type BatchFolder,
  type CarrierInspection,
  type CatalogueEntry,
  type ChainOrigin,
  type CheckArchiveOptions,
  type CheckFormat,
  type CreateEvidenceInput,
  createEvidence,
  type DifferingDocument,
  type DigestOrigin,
  type DisposalApproval,
  type DisposalEntry,
  type DisposalProposal,
  type DisposalRefusal,
  type DisposalRefusalCode,
  type DisposalRegister,
  type DisposedRecords,
  type DisposeRecordsInput,
  type DocumentDigests,
  type DueOptions,
  disposalRegisterCsv,
  disposeRecords,
  dueForRenewal,
  type EmbedEvidenceOptions,
  type EvidenceDocument,
  type EvidenceInput,
  type EvidenceReport,
  type EvidenceSample,
  type EvidenceStore,
  embedEvidenceRecord,
  evidenceDocumentsOf,
  evidenceRecordFor,
  type FileRecord,
  type FormatSuitability,
  findEvidenceObject,
  type Handover,
  type HeldRecord,
  type IssuedRecord,
  type ItemCode,
  type ItemFile,
  type ItemFolder,
  type ItemInfo,
  type ItemPackage,
  type ItemResult,
  type ItemStatus,
  type ManifestEntry,
  memoryEvidenceStore,
  type PackageArchiveInput,
  type PackagedArchive,
  type PackageForm,
  type ProcessCode,
  type ProcessRecord,
  type ProcessStep,
  type ProposeDisposalInput,
  proposeDisposal,
  type ReceiveBatchOptions,
  type ReceivedBatch,
  type ReceivedItem,
  type ReceivedStatus,
  type RenewalNeed,
  type RenewedHashTree,
  type RenewedTimestamp,
  type RenewHashTreeOptions,
  type RenewTimestampOptions,
  type RetentionPeriod,
  type RetentionRules,
  readArchive,
  readDisposalRegister,
  receiveBatch,
  renewHashTree,
  renewTimestamp,
  type SampledEvidence,
  type SharingClass,
  type StreamedArchive,
  sampleEvidence,
  type TakenSignature,
  type TransferBatchInput,
  type TransferItem,
  type TransferParty,
  type TransferReceipt,
  type TransferReceiptReport,
  type TransferredBatch,
  type TransferSigning,
  transferBatch,
  type VerifiedFile,
  type VerifyEvidenceOptions,
  type VerifyFile,
  type VerifyTransferReceiptOptions,
  type VirusScan,
  verificationScript,
  verifyEvidenceRecord,
  verifyTransferReceipt,
  type WatchedEvidence,
} from '../archive/index.ts';
export { YinxinError } from '../foundation/core/index.ts';
export { checkArchiveFormat } from './archive-format.ts';

/**
 * The four properties of a package; see `checkArchive` of the room. Files inside are verified by `verify` with the
 * same trust, unless `verifyFile` is given, and their formats looked at by `checkArchiveFormat`, unless `checkFormat` is.
 *
 * @example
 * const report = await checkArchive(bytes, { at: new Date(), trust: { signers: [rootDer] }, revocation: 'require-where-declared' });
 * // report.overall: 'passed' only when every item ran; report.items names what did not
 */
export function checkArchive(file: FileInput, options: CheckArchiveOptions): Promise<ArchiveReport> {
  return checkWith(file, {
    ...options,
    checkFormat: options.checkFormat ?? checkArchiveFormat,
    verifyFile: options.verifyFile ?? ((source, name) => verify(source, { ...options, name })),
  });
}

/** A package as bytes; see `packageArchive` of the room. Formats are looked at by `checkArchiveFormat` unless `checkFormat` is given. */
export function packageArchive(input: PackageArchiveInput): Promise<PackagedArchive> {
  return packageWith({ ...input, checkFormat: input.checkFormat ?? checkArchiveFormat });
}

/** A package to a sink; see `streamArchive` of the room. Formats are looked at as by {@link packageArchive}. */
export function streamArchive(input: PackageArchiveInput, sink: ByteSink): Promise<StreamedArchive> {
  return streamWith({ ...input, checkFormat: input.checkFormat ?? checkArchiveFormat }, sink);
}

/** Options of {@link deriveArchivalCopy}: those of `verify`, by which the original is verified first. */
export type DeriveArchivalCopyOptions = VerifyOptions & Partial<Pick<DeriveWithOptions, 'verifyFile'>>;

/**
 * The rendition that an archive keeps beside a signed PDF or OFD; see `deriveArchivalCopy` of the room. The original is
 * verified by `verify` with the same trust, unless `verifyFile` is given.
 *
 * @example
 * const { file, recordFile } = await deriveArchivalCopy(bytes, { at: new Date(), trust: { signers: [rootDer] }, revocation: 'require-where-declared' });
 */
export function deriveArchivalCopy(
  file: FileInput,
  options: DeriveArchivalCopyOptions,
): Promise<ArchivalCopy> {
  return deriveWith(file, {
    at: options.at,
    verifyFile: options.verifyFile ?? ((source, name) => verify(source, { ...options, name })),
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
}
