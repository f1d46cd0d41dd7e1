export { OPEN_END } from './describe.ts';
export { type FaceInput, type FaceSettings, type LicenseFace, ofdFace, pdfFace } from './face-step.ts';
export { type IssuedLicense, type IssueLicenseOptions, issueLicense } from './issue-license.ts';
export { type IssueLicensesOptions, type IssueLicensesResult, issueLicenses } from './issue-licenses.ts';
export type { LicenseDraft, LicenseJob } from './job.ts';
export { type OfdSealOptions, ofdSeal } from './ofd-seal-step.ts';
export { type PdfSealOptions, pdfSeal } from './pdf-seal-step.ts';
export type { PreparedSeal, SealContext, SealStep } from './seal-step.ts';
