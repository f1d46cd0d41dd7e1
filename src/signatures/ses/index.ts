export { type MakeSealOptions, makeSeal } from './make-seal.ts';
export { type CertificateDigest, parseSeal, type Seal, type SealPicture } from './seal.ts';
export { ID_AA_ELECTRONIC_SEAL, sealAttribute } from './seal-attribute.ts';
export { sealFacts } from './seal-facts.ts';
