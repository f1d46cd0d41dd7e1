export { type AnnotateLicenseOptions, annotateLicense } from './annotate-license.ts';
export { annotatedCopyHandler } from './copy-handler.ts';
export { type AnnotatedCopy, COPY_RECORD_NAME, readCopyRecord } from './copy-record.ts';
export { type AnnotatedCopyParts, readAnnotatedCopy } from './read-copy.ts';
