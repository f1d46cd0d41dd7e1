export { type Certificate, parseCertificate } from './certificate.ts';
export {
  type Crl,
  criticalExtensions,
  parseCrl,
  type RevocationReason,
  type RevokedEntry,
} from './crl.ts';
export { type Extension, parseExtensions } from './extension-list.ts';
export type {
  AccessDescription,
  AuthorityKeyIdentifier,
  BasicConstraints,
  DistributionPoint,
  KeyUsage,
} from './extensions.ts';
export { type GeneralName, parseGeneralName, parseGeneralNames } from './general-name.ts';
export { readStructure } from './malformed.ts';
export { isEmptyName, type Name, type NameAttribute, parseName } from './name.ts';
export { isWithinName, nameKey, sameName } from './name-comparison.ts';
export { type NameConstraints, parseNameConstraints } from './name-constraints.ts';
export {
  type BasicOcspResponse,
  type CertId,
  type OcspResponse,
  type OcspStatus,
  parseBasicOcsp,
  parseOcspResponse,
  type SingleResponse,
} from './ocsp.ts';
export { OID } from './oids.ts';
export {
  ANY_POLICY,
  type CertificatePolicies,
  type PolicyConstraints,
  type PolicyMapping,
  parseCertificatePolicies,
  parseInhibitAnyPolicy,
  parsePolicyConstraints,
  parsePolicyMappings,
} from './policy-extensions.ts';
export {
  isSelfIssued,
  mayIssue,
  type SignedByResult,
  type SignedObject,
  verifyIssuedBy,
  verifySignedBy,
} from './signed-by.ts';
