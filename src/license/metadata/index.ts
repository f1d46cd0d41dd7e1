export { EXTENSION_KEY, elementOf, METADATA_ELEMENTS, type MetadataElement } from './elements.ts';
export {
  fieldsOfMetadata,
  type LicenseHolder,
  type LicenseMetadata,
  metadataOfFields,
  textOf,
  textsOf,
} from './model.ts';
export { type LicenseRecord, metadataOfRecord, recordOfMetadata } from './record.ts';
export { assertMetadata, type FieldProblem, metadataProblems } from './validate.ts';
export { type MetadataFile, readMetadataXml, writeMetadataXml } from './xml.ts';
