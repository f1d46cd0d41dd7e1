export { checkTimestampToken, type TimestampCheck } from './check-token.ts';
export { type ObtainTimestampOptions, obtainTimestamp } from './obtain-token.ts';
export { buildTimeStampReq, type TimeStampReqOptions } from './request.ts';
export { type PkiFailureInfo, type PkiStatus, parseTimeStampResp, type TimeStampResp } from './response.ts';
export {
  type ComparableTimestamp,
  type CompareTimestampsOptions,
  compareTimestamps,
  type TimeWindow,
  timeWindow,
} from './time-window.ts';
export { parseTimestampToken, type TimestampToken } from './token.ts';
export { parseTstInfo, type TstInfo } from './tst-info.ts';
export { type TimestampReport, type VerifyTimestampOptions, verifyTimestamp } from './verify-token.ts';
