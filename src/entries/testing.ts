/**
 * `yinxin/testing`: a fake PKI, a fixed clock and repeatable randomness, for tests and demos.
 * Its private keys are public: never trust its root anywhere else.
 */

export type { ValidationData } from '../foundation/core/index.ts';
export {
  type AuthorityKeyOptions,
  type CertificateFaults,
  type CertificateOptions,
  type CertificateStatus,
  type CrlOptions,
  createTestPki,
  type DistributionPointOptions,
  type ExtensionName,
  type ExtensionOptions,
  encodeName,
  fixedClock,
  type IssuingDistributionPointOptions,
  type OcspAnswer,
  type OcspOptions,
  type PointName,
  type RawExtension,
  type RevokedCertificate,
  type SubjectFields,
  type SubtreeNames,
  seededRandom,
  TEST_AGENCY_CODE,
  TEST_AGENCY_NAME,
  TEST_TSA_POLICY,
  type TestAlgorithm,
  type TestCast,
  type TestHttpRequest,
  type TestHttpResponse,
  type TestIdentity,
  type TestKey,
  type TestPki,
  type TestPkiOptions,
  type TestSealServiceOptions,
  type TimestampAuthorityOptions,
  type TimestampFailure,
  testSealService,
  testSealServiceHttp,
} from '../testing/index.ts';
