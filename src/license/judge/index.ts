export { judgeLicense } from './judge-license.ts';
export type { JudgeLicenseOptions, LicenseBlock, LicenseCrossChecks } from './license-block.ts';
