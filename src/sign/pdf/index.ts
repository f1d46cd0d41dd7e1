export {
  type ExtendedPdf,
  type ExtendPdfOptions,
  extendPdf,
  extendPdfTo,
  type PdfExtension,
} from './extend-pdf.ts';
export type { PreparedPdf, SignPdfOptions } from './options.ts';
export { completePdf, describeSignature, preparePdf, signPdf, signPdfTo, signPreparedPdf } from './sign-pdf.ts';
