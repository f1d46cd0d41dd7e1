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
} from '../core/index.ts';
