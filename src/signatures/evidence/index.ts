export {
  type InspectEvidenceOptions,
  inspectEvidenceFile,
  readEvidence,
  withEvidence,
} from './inspect-file.ts';
export { type InspectRecordOptions, inspectRecord } from './inspect-record.ts';
export { objectFromFile } from './objects.ts';
export { parseXmlEvidenceRecord, XMLERS_NAMESPACE } from './read-xml.ts';
