export { asLicense, type LicenseVerification } from './as-license.ts';
export { laterChangesChecks } from './later-changes.ts';
export { licenseCodeHandler, licenseCodeProduct } from './license-code-handler.ts';
export { licenseOfdHandler, licensePdfHandler } from './license-handler.ts';
export type { LicenseParts } from './license-parts.ts';
export { pinnedIssuers } from './pinned-issuers.ts';
export { readLicenseOfd } from './read-license-ofd.ts';
export { readLicensePdf } from './read-license-pdf.ts';
