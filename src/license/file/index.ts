export { licenseCodeHandler, licenseCodeProduct } from './license-code-handler.ts';
export { licensePdfHandler } from './license-handler.ts';
export { type LicenseParts, readLicensePdf } from './read-license-pdf.ts';
