export {
  type CarriedCode,
  type CodeCarrier,
  type CodeForm,
  type CodeText,
  carryCode,
  MAX_CODE_BYTES,
  readCode,
} from './carrier.ts';
export { normaliseScannedText, type ScanNormalisation } from './scanned-text.ts';
export { type CodeDrawing, type CodeSymbology, drawCode, qrSymbology } from './symbology.ts';
