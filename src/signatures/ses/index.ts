export { type MakeSealOptions, makeSeal } from './make-seal.ts';
export { type InspectOfdOptions, inspectOfd } from './ofd/index.ts';
export {
  type CertificateDigest,
  parseSeal,
  readSeal,
  type Seal,
  type SealPicture,
  type SealStructure,
} from './seal.ts';
export { ID_AA_ELECTRONIC_SEAL, sealAttribute } from './seal-attribute.ts';
export { type SealFindings, sealFacts } from './seal-facts.ts';
export { readSesSignature, type SesSignature } from './ses-signature.ts';
