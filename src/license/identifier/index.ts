export {
  buildLicenseId,
  LICENSE_ID_ROOT,
  type LicenseId,
  type LicenseIdFinding,
  type LicenseIdParts,
  nextLicenseVersion,
  nextVersion,
  parseLicenseId,
} from './license-id.ts';
