export {
  type CollectedValidationData,
  type CollectValidationDataOptions,
  collectValidationData,
} from './collect-validation-data.ts';
export type { SealDescription, SealParty } from './describe-seal.ts';
export { type ExtractedSeal, type ExtractSealsOptions, extractSeals } from './extract-seals.ts';
export { type SealVerification, type VerifySealOptions, verifySeal } from './verify-seal.ts';
