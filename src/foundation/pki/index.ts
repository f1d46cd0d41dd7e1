export type { PathOptions, PathReport, RevocationFinding, RevocationPolicy } from './path-report.ts';
export { checkTimestampToken, type TimestampCheck } from './timestamp-check.ts';
export { type ObtainTimestampOptions, obtainTimestamp } from './timestamp-obtain.ts';
export {
  buildTimeStampReq,
  parseTimeStampResp,
  type TimeStampReqOptions,
  type TimeStampResp,
} from './timestamp-request.ts';
export { parseTimestampToken, parseTstInfo, type TimestampToken, type TstInfo } from './timestamp-token.ts';
export { validatePath } from './validate-path.ts';
export { type TimestampReport, type VerifyTimestampOptions, verifyTimestamp } from './verify-timestamp.ts';
