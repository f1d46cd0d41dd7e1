export {
  buildIssuerList,
  ISSUER_LIST_SCHEMA,
  type IssuerList,
  type IssuerListEntry,
  type IssuerListReport,
  isKeyCompromised,
  LISTED_PURPOSES,
  type ListedIssuer,
  type ListedProblem,
  type ListedPurpose,
  type ListedState,
  listedAt,
  readIssuerList,
  trustOfIssuerList,
  type VerifiedIssuers,
  type VerifyIssuerListOptions,
  verifyIssuerList,
} from './issuer-list/index.ts';
export { type PkiMemo, pkiMemo } from './memo.ts';
export { type Capacity, ParsedOnce } from './parsed-once.ts';
export { chainAlgorithms } from './path/index.ts';
export type {
  PathOptions,
  PathReport,
  PolicyInputs,
  RevocationFinding,
  RevocationPolicy,
} from './path-report.ts';
export {
  declaresRevocation,
  hasNoRevocation,
  isLiftedBy,
  type RevocationFetcher,
  type RevocationStatement,
  type RevocationUrls,
  revocationUrls,
  type StatementSignature,
  signedAt,
  speaksUntil,
} from './revocation/index.ts';
export { type StructuralPath, structuralPaths } from './structural-paths.ts';
export {
  buildTimeStampReq,
  type ComparableTimestamp,
  type CompareTimestampsOptions,
  checkTimestampToken,
  compareTimestamps,
  type ObtainTimestampOptions,
  obtainTimestamp,
  type PkiFailureInfo,
  type PkiStatus,
  parseTimeStampResp,
  parseTimestampToken,
  parseTstInfo,
  type TimeStampReqOptions,
  type TimeStampResp,
  type TimestampCheck,
  type TimestampReport,
  type TimestampToken,
  type TimeWindow,
  type TstInfo,
  timeWindow,
  type VerifyTimestampOptions,
  verifyTimestamp,
} from './timestamp/index.ts';
export { validatePath } from './validate-path.ts';
