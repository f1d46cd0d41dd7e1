export {
  completeSealPdf,
  type PreparedSealPdf,
  prepareSealPdf,
  type SealPdfOptions,
  type SealPlace,
  sealPdf,
  signSealPdf,
} from './seal-pdf.ts';
