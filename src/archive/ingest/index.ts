export { chunksOf, type DigestedContent, digestContent, mediaTypeOf } from './digest-content.ts';
export { type IngestedFile, ingestFiles } from './ingest-files.ts';
export { openingFault } from './opens.ts';
export { type ContentReport, verifyDeep } from './verify-deep.ts';
