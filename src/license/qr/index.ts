export { clearFields, holdsPersonalNumber } from './clear-fields.ts';
export {
  type EncodeLicenseQrOptions,
  encodeLicenseQr,
  type LicenseQrCode,
  signLicensePayload,
} from './encode.ts';
export { expectationChecks } from './expectation.ts';
export { type ParsedLicenseQr, parseLicenseQr } from './parse.ts';
export { type LicenseQrPayload, MAX_CLEAR_FIELDS, type StatusReference } from './payload.ts';
export { licenseCodeText, readLicenseCode } from './read-code.ts';
export { statusAnswer } from './status-answer.ts';
export { judgeValidity, type Validity } from './validity.ts';
export {
  type LicenseExpectation,
  type LicenseQrVerdict,
  type StatusAnswer,
  unreadableVerdict,
  type VerifyLicenseQrOptions,
} from './verdict.ts';
export { verifyLicenseQr } from './verify.ts';
