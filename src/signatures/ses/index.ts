export { type MakeSealOptions, makeSeal } from './make-seal.ts';
export {
  estimateSesSize,
  type MakeSesSignatureOptions,
  makeSesSignature,
  type SesSealing,
} from './make-signature.ts';
export { quirk } from './quirk.ts';
export { checkRiding, common, type StampArea, type StampView, visiblePart } from './riding/index.ts';
export {
  type CertificateDigest,
  parseSeal,
  readSeal,
  type Seal,
  type SealPicture,
  type SealStructure,
} from './seal.ts';
export { ID_AA_ELECTRONIC_SEAL, sealAttribute } from './seal-attribute.ts';
export { criticalChecks, type SealFindings, sealFacts } from './seal-facts.ts';
export { readSesSignature, type SesSignature } from './ses-signature.ts';
export { BEIJING_MINUTES, instantOf, readTimeText, type WrittenTime } from './time-text.ts';
export { assertSealUsable } from './usable.ts';
export { checkSesValue, type SesValue, type SesValueResult } from './value.ts';
