export { type FileInput, readAll, sourceFromBlob, sourceFromBytes, toSource } from './byte-source.ts';
export {
  compareBytes,
  concatBytes,
  copyBytes,
  equalBytes,
  fromBase64,
  fromHex,
  fromLatin1,
  fromUtf8,
  indexOfBytes,
  latin1,
  toBase64,
  toHex,
  utf8,
} from './bytes.ts';
export {
  type CanonicalReading,
  canonicalJson,
  canonicalJsonBytes,
  type JsonValue,
  readCanonicalJson,
} from './canonical-json.ts';
export { isYinxinError, YinxinError, type YinxinErrorOptions } from './error.ts';
export { YINXIN_ERROR_CODES, type YinxinErrorCode } from './error-codes.ts';
export { groupBy } from './group-by.ts';
export type { FileStore, Journal } from './journal.ts';
export { assertWithin, DEFAULT_LIMITS, type Limits } from './limits.ts';
export type {
  ByteSink,
  ByteSource,
  CertificateSource,
  Clock,
  FileTree,
  Random,
  SealService,
  SignatureValue,
  Signer,
  SignerInfo,
  SigningAlgorithm,
  SignOptions,
  TimestampAuthority,
  ToSign,
} from './ports.ts';
export {
  beijingDate,
  type CalendarDate,
  dateOfDayNumber,
  dayNumber,
  endOfBeijingDate,
  formatTime,
  startOfBeijingDate,
} from './time.ts';
export type {
  Change,
  Check,
  CheckStatus,
  Coverage,
  Cryptography,
  Indication,
  InputFormat,
  Modification,
  NotChecked,
  SignatureKind,
  SubIndication,
  Trust,
} from './vocabulary.ts';
