export { type InspectPdfOptions, inspectPdf } from './inspect.ts';
export {
  type PdfRevision,
  type PdfRevisionOptions,
  type PdfRevisionSignature,
  pdfAtRevision,
  readPdfRevisions,
} from './revisions.ts';
