export { type DiscloseLicenseOptions, discloseLicense } from './disclose-license.ts';
export { type LicenseDisclosure, readDisclosure } from './disclosure-file.ts';
export { type DisclosureVerdict, verifyLicenseDisclosure } from './verify-disclosure.ts';
