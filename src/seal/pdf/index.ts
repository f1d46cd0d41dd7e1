export type { PreparedSealPdf, SealPdfForm, SealPdfOptions } from './options.ts';
export { completeSealPdf, prepareSealPdf, sealPdf, signSealPdf } from './seal-pdf.ts';
