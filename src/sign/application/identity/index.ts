export {
  type CheckedIdentity,
  checkIdentity,
  type IdentityOptions,
  type IdentityReport,
} from './check-identity.ts';
export type { IdentityClaims } from './claims.ts';
export { type CmsIdentityOptions, type CmsIdentityProvider, cmsIdentityVerifier } from './cms-verifier.ts';
export { type IdentityProvider, jwsIdentityVerifier, type ProviderKey } from './jws-verifier.ts';
export type { EvidenceFile, IdentityAnswer, IdentityFault, IdentityVerifier } from './verifier.ts';
