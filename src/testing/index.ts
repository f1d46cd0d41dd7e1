export type {
  CertificateFaults,
  CertificateOptions,
  ExtensionName,
  ExtensionOptions,
  RawExtension,
} from './certificate-options.ts';
export { fixedClock } from './clock.ts';
export type {
  DistributionPointOptions,
  IssuingDistributionPointOptions,
  PointName,
} from './distribution-points.ts';
export type { AuthorityKeyOptions } from './extension-values.ts';
export type { SubtreeNames } from './general-names.ts';
export type { TestIdentity } from './identity.ts';
export type { CertificateStatus, OcspAnswer, OcspOptions } from './ocsp-response.ts';
export type { CrlOptions, RevokedCertificate } from './revocation-list.ts';
export {
  type TestHttpRequest,
  type TestHttpResponse,
  type TestSealServiceOptions,
  testSealService,
  testSealServiceHttp,
} from './seal-service.ts';
export { seededRandom } from './seeded-random.ts';
export { encodeName, type SubjectFields } from './subject-name.ts';
export { TEST_AGENCY_CODE, TEST_AGENCY_NAME, type TestCast } from './test-cast.ts';
export type { TestAlgorithm, TestKey } from './test-key.ts';
export { createTestPki, type TestPki, type TestPkiOptions } from './test-pki.ts';
export {
  TEST_TSA_POLICY,
  type TimestampAuthorityOptions,
  type TimestampFailure,
} from './timestamp-authority.ts';
