export {
  type CarriedCode,
  type CodeCarrier,
  type CodeText,
  carryCode,
  MAX_CODE_BYTES,
  readCode,
} from './carrier.ts';
export { normaliseScannedText, type ScanNormalisation } from './scanned-text.ts';
