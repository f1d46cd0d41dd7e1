export type { PreparedSealPdf, SealPdfForm, SealPdfOptions, SealPlace } from './options.ts';
export { completeSealPdf, prepareSealPdf, sealPdf, signSealPdf } from './seal-pdf.ts';
