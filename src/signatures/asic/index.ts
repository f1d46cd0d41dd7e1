export { type AddAsicSignatureInput, type AddedAsicSignature, addAsicSignature } from './add-signature.ts';
export { ARCHIVE_MANIFEST_NAME, TIMESTAMP_NAME, TIMESTAMP_TYPE } from './archive-names.ts';
export { ASIC_E, MIMETYPE, manifestName, metaInfRole, signatureName } from './container-names.ts';
export { type AsicFile, type CreateAsicInput, type CreatedAsic, createAsic } from './create.ts';
export { type InspectAsicOptions, inspectAsic } from './inspect.ts';
export { type ManifestFile, writeManifest as writeAsicManifest } from './manifest.ts';
