/**
 * `yinxin/testing`: a fake PKI, a fixed clock and repeatable randomness, for tests and demos.
 * Its private keys are public: never trust its root anywhere else.
 */
export {
  type CertificateFaults,
  type CertificateOptions,
  type CertificateStatus,
  type CrlOptions,
  createTestPki,
  type ExtensionName,
  type ExtensionOptions,
  encodeName,
  fixedClock,
  type OcspOptions,
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
  type TestIdentity,
  type TestKey,
  type TestPki,
  type TestPkiOptions,
  type TimestampAuthorityOptions,
  type TimestampFailure,
  type ValidationData,
} from '../testing/index.ts';
