export {
  attributesOf,
  type CmsAttribute,
  encodeAttribute,
  type SignedAttributes,
  singleValue,
} from './attributes.ts';
export { CheckList } from './check-list.ts';
export {
  checkSignerInfo,
  type DigestOf,
  type SignerInfoCheck,
  type SignerInfoInput,
} from './check-signer-info.ts';
export { CMS_OID } from './oids.ts';
export { ocspResponsesOf, parseSignedData, peekContentType, type SignedData } from './signed-data.ts';
export {
  type CmsSignerInfo,
  certificatesOfSigner,
  type ReadCertificate,
  readEachOnce,
  readSignerInfo,
  type SignerIdentifier,
} from './signer-info.ts';
export { encodeSigningCertificateV2, matchSigningCertificate } from './signing-certificate.ts';
export { weaknessesOf } from './weaknesses.ts';
export { buildSignedData, buildSignerInfo, type SignedDataParts, type SignerInfoParts } from './write.ts';
