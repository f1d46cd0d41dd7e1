export { type PkiMemo, pkiMemo } from './memo.ts';
export { chainAlgorithms } from './path/index.ts';
export type { PathOptions, PathReport, RevocationFinding, RevocationPolicy } from './path-report.ts';
export type { RevocationStatement } from './revocation/index.ts';
export { type StructuralPath, structuralPaths } from './structural-paths.ts';
export {
  buildTimeStampReq,
  checkTimestampToken,
  type ObtainTimestampOptions,
  obtainTimestamp,
  parseTimeStampResp,
  parseTimestampToken,
  parseTstInfo,
  type TimeStampReqOptions,
  type TimeStampResp,
  type TimestampCheck,
  type TimestampReport,
  type TimestampToken,
  type TstInfo,
  type VerifyTimestampOptions,
  verifyTimestamp,
} from './timestamp/index.ts';
export { validatePath } from './validate-path.ts';
