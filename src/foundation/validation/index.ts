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
export {
  type Collected,
  type CollectOptions,
  Collector,
  DataPool,
  distrusted,
  type MissingData,
} from './collect/index.ts';
export type { Covers, FileFacts, SealFacts, SignatureFacts, TrustPurpose } from './facts.ts';
export { type Verdict, verdictOf } from './indication.ts';
export { judge } from './judge.ts';
export { type Act, anchorsFor, compromiseOf } from './listed-anchors.ts';
export type { JudgeOptions, RevocationMode, TrustAnchors } from './options.ts';
export { type ProofBasis, type RenewalDue, renewalDue } from './renewal.ts';
export type {
  BestTime,
  CrossCheck,
  Judgement,
  LicenseReport,
  Report,
  SealReport,
  SignatureReport,
  SignerReport,
} from './report.ts';
