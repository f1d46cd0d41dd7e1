export { checkTimestampToken, type TimestampCheck } from './check-token.ts';
export { type ObtainTimestampOptions, obtainTimestamp } from './obtain-token.ts';
export {
  buildTimeStampReq,
  parseTimeStampResp,
  type TimeStampReqOptions,
  type TimeStampResp,
} from './request.ts';
export { parseTimestampToken, parseTstInfo, type TimestampToken, type TstInfo } from './token.ts';
export { type TimestampReport, type VerifyTimestampOptions, verifyTimestamp } from './verify-token.ts';
