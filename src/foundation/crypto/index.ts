export { createHasher } from '#platform';
export type { CurrentDigestName, DigestName, Hasher } from '../platform/index.ts';
export {
  type AlgorithmIdentifier,
  algorithmIdentifier,
  parseAlgorithmIdentifier,
} from './algorithm-identifier.ts';
export type { AlgorithmPolicy, Lifetime, SizedLifetime } from './algorithm-policy.ts';
export { ETSI_TS_119_312 } from './algorithm-policy-data.ts';
export {
  type AlgorithmEnd,
  type AlgorithmRules,
  type AlgorithmVerdict,
  algorithmEnds,
  judgeAlgorithms,
  usesEndingBefore,
} from './algorithm-policy-judge.ts';
export {
  type AlgorithmUse,
  algorithmUses,
  type DigestUse,
  type SignatureUse,
} from './algorithm-policy-use.ts';
export {
  type AlgorithmProfile,
  assertAlgorithmAllowed,
  clauseOfProfile,
  isInProfile,
  isKeyInProfile,
} from './algorithm-profile.ts';
export { currentDigest, digest, digestLength } from './digest.ts';
export { digestOfIdentifier, type NamedDigest } from './digest-identifier.ts';
export { keyedDigest } from './keyed-digest.ts';
export { isLocalSigner, type LocalSignerOptions, localSigner, maxSignatureSize } from './local-signer.ts';
export type { PublicKey } from './parsed-key.ts';
export { type ImportOptions, importPrivateKey, type PrivateKey } from './private-key.ts';
export { parsePublicKey } from './public-key.ts';
export { digestNameOfOid, KEY_OID, oidOfDigest } from './registry.ts';
export { type SignatureScheme, schemeOf, type UnsupportedScheme } from './scheme.ts';
export { derToRawSignature, rawToDerSignature } from './signature-value.ts';
export { type SigningScheme, signingSchemeOf } from './signing-scheme.ts';
export { type Sm2Api, type Sm2Options, sm2, sm2Sign, sm2Verify } from './sm2.ts';
export { type Sm2Ciphertext, sm2Decrypt } from './sm2-decrypt.ts';
export { SM2_DEFAULT_ID, sm2ZValue } from './sm2-identity.ts';
export { type Sm3Api, sm3 } from './sm3.ts';
export { type Sm4Api, type Sm4Mode, type Sm4Options, sm4 } from './sm4.ts';
export { algorithmQuirks, type StoredVerdict, verifyStoredValue } from './stored-value.ts';
export { type Verdict, verifyDigest, verifySignature } from './verify.ts';
