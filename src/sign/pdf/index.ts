export type { PreparedPdf, SignPdfOptions } from './options.ts';
export { completePdf, preparePdf, signPdf, signPdfTo, signPreparedPdf } from './sign-pdf.ts';
