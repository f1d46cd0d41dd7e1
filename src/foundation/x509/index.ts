export { type Certificate, parseCertificate } from './certificate.ts';
export { type Crl, criticalExtensions, parseCrl } from './crl.ts';
export type { RevokedEntry } from './crl-entries.ts';
export type { IssuingDistributionPoint } from './crl-extensions.ts';
export { type Extension, parseExtensions } from './extension-list.ts';
export {
  type AccessDescription,
  type AuthorityKeyIdentifier,
  type BasicConstraints,
  type DistributionPoint,
  type KeyUsage,
  parseDistributionPoints,
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
export { buildOcspRequest, type OcspRequestOptions, writeCertId } from './ocsp-request.ts';
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
export { ALL_REASONS, parseReasonFlags, type RevocationReason } from './revocation-reason.ts';
export {
  isSelfIssued,
  mayIssue,
  type SignedByResult,
  type SignedObject,
  verifyIssuedBy,
  verifySignedBy,
} from './signed-by.ts';
