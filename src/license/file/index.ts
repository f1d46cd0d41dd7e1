export { licenseCodeHandler, licenseCodeProduct } from './license-code-handler.ts';
export { licenseOfdHandler, licensePdfHandler } from './license-handler.ts';
export type { LicenseParts } from './license-parts.ts';
export { readLicenseOfd } from './read-license-ofd.ts';
export { readLicensePdf } from './read-license-pdf.ts';
