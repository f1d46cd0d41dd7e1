export { fieldProperty } from './field-property.ts';
export {
  inspectSes,
  type SesExpectation,
  type SesFindings,
  sesCheck,
  signerValue,
  worse,
} from './inspect-signature.ts';
export { type MakeSealOptions, makeSeal } from './make-seal.ts';
export {
  estimateSesSize,
  type MakeSesSignatureOptions,
  makeSesSignature,
  type SesSealing,
} from './make-signature.ts';
export { quirk } from './quirk.ts';
export { checkRiding, common, isLess, type StampArea, type StampView, visiblePart } from './riding/index.ts';
export {
  type CertificateDigest,
  parseSeal,
  readSeal,
  type Seal,
  type SealPicture,
  type SealStructure,
} from './seal.ts';
export { ID_AA_ELECTRONIC_SEAL, ID_AA_SES_SIGNATURE, sesAttribute } from './seal-attribute.ts';
export { criticalChecks, type SealFindings, sealFacts } from './seal-facts.ts';
export { SealMemo, sealMemoOf } from './seal-memo.ts';
export { readSesSignature, type SesSignature } from './ses-signature.ts';
export { isStampOf, stampNameOf } from './stamp-name.ts';
export { BEIJING_MINUTES, instantOf, readTimeText, type WrittenTime } from './time-text.ts';
export { assertSealUsable } from './usable.ts';
export { checkSesValue, type SesValue, type SesValueResult } from './value.ts';
export { sesNotChecked, sesTimestamp, structureNotChecked } from './value-entries.ts';
