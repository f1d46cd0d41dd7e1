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
export {
  checkMod11_2,
  checkMod37_36,
  containsResidentId,
  isOrganisationCode,
  isResidentId,
  isUscc,
  mod11_2,
  mod37_36,
  organisationCodeCheck,
  usccCheck,
} from './codes/index.ts';
export { isYinxinError, YinxinError, type YinxinErrorOptions } from './error.ts';
export { YINXIN_ERROR_CODES, type YinxinErrorCode } from './error-codes.ts';
export {
  type BooleanField,
  type CodeField,
  type DateField,
  type FormCode,
  type FormFault,
  type FormFaultCode,
  type FormField,
  type FormPattern,
  type FormSchema,
  type FormSchemaFault,
  formFaults,
  formSchemaFaults,
  type GroupField,
  type ListField,
  type NumberField,
  type TextField,
} from './form/index.ts';
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
  isCalendarDate,
  startOfBeijingDate,
} from './time.ts';
export type { ValidationData } from './validation-data.ts';
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
