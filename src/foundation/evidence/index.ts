export {
  type CheckEvidenceOptions,
  type CheckedStamp,
  checkEvidenceRecord,
  type EvidenceCheck,
} from './check-record.ts';
export { type TokenValidationData, withValidationData } from './enrich-token.ts';
export { type EvidenceObject, renewedDigest } from './expected.ts';
export { distinct, nodeOver } from './hash-tree.ts';
export { parseEvidenceRecord } from './read-record.ts';
export type { ArchiveTimeStamp, ArchiveTimeStampChain, EvidenceRecord, HashList } from './record.ts';
export {
  type ArchiveTimeStampParts,
  encodeArchiveTimeStamp,
  encodeChain,
  encodeEvidenceRecord,
  encodeSequence,
} from './write-record.ts';
