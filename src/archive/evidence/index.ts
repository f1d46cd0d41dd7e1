export type { Closable } from './block-source.ts';
export { type AnchoredEvidence, type CreateEvidenceInput, createEvidence } from './create-evidence.ts';
export { type DueOptions, dueForRenewal, type RenewalNeed, type WatchedEvidence } from './due.ts';
export { findEvidenceObject } from './find-object.ts';
export { memoryEvidenceStore } from './memory-store.ts';
export { type DocumentDigests, digestsOfFile, type EvidenceDocument, type EvidenceInput } from './objects.ts';
export { asOneWriter } from './one-writer.ts';
export { putFile } from './put-file.ts';
export { type ChainOrigin, evidenceRecordFor, type IssuedRecord } from './record-for.ts';
export { type RenewedHashTree, type RenewHashTreeOptions, renewHashTree } from './renew-hash-tree.ts';
export { type RenewedTimestamp, type RenewTimestampOptions, renewTimestamp } from './renew-timestamp.ts';
export {
  type DifferingDocument,
  type EvidenceSample,
  type SampledEvidence,
  sampleEvidence,
} from './sample-objects.ts';
export type { DigestOrigin } from './state.ts';
export type { EvidenceStore } from './store.ts';
export { type EvidenceReport, type VerifyEvidenceOptions, verifyEvidenceRecord } from './verify-evidence.ts';
