export { type PresentLicenseOptions, presenterOf, presentLicense } from './present-license.ts';
export { type PresentationMemory, presentationMemory } from './replays.ts';
export {
  type PresentationVerdict,
  type VerifyPresentationOptions,
  verifyPresentation,
} from './verify-presentation.ts';
