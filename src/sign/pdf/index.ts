export {
  type ExtendedPdf,
  type ExtendPdfOptions,
  extendPdf,
  extendPdfTo,
  type PdfExtension,
} from './extend-pdf.ts';
export type { PreparedPdf, SignPdfOptions } from './options.ts';
export {
  completePdf,
  describeSignature,
  preparePdf,
  signedAttributesOf,
  signPreparedPdf,
} from './prepare-pdf.ts';
export {
  type LevelledPdf,
  type SignPdfToLevelOptions,
  signPdf,
  signPdfTo,
  signPdfToLevel,
} from './sign-pdf.ts';
