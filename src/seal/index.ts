export { type RenderedOfdPage, type RenderOfdOptions, renderOfd } from '../signatures/ofd/index.ts';
export { type MakeSealOptions, makeSeal } from '../signatures/ses/index.ts';
export {
  drawSealImage,
  type OvalSealOptions,
  type RectangleSealOptions,
  type RoundSealOptions,
  type SealCentre,
  type SealImage,
  type SealImageOptions,
  type SquareSealOptions,
} from './image/index.ts';
export {
  completeSealOfd,
  type PreparedSealOfd,
  prepareSealOfd,
  type SealHolder,
  type SealOfdBase,
  type SealOfdOptions,
  sealOfd,
  signSealOfd,
} from './ofd/index.ts';
export {
  completeSealPdf,
  type PreparedSealPdf,
  prepareSealPdf,
  type SealPdfForm,
  type SealPdfOptions,
  sealPdf,
  signSealPdf,
} from './pdf/index.ts';
export type {
  KeywordPlacement,
  PageSide,
  PlacedSeal,
  PointPlacement,
  RidingOptions,
  RidingPlacement,
  SealPlacement,
} from './place/index.ts';
export {
  type CollectedValidationData,
  type CollectValidationDataOptions,
  collectValidationData,
  type ExtractedSeal,
  type ExtractSealsOptions,
  extractSeals,
  type SealDescription,
  type SealParty,
  type SealVerification,
  type VerifySealOptions,
  verifySeal,
} from './verify/index.ts';
