export { licensePdfHandler } from './license-handler.ts';
export { type LicenseParts, readLicensePdf } from './read-license-pdf.ts';
