export {
  type AcknowledgeInput,
  type Acknowledgement,
  type AnsweredDocument,
  acknowledgeApplication,
} from './acknowledge.ts';
export type { AttachmentInput } from './attachments.ts';
export { type CountersignInput, countersignApplication } from './countersign-application.ts';
export {
  type ApplicationInput,
  applicationBinding,
  type IdentityInput,
  type PlatformInput,
  type SignatoryInput,
} from './describe-application.ts';
export type { AttachmentReport, FileState } from './file-checks.ts';
export {
  type SignedSupplement,
  type SignSupplementInput,
  type SignWithdrawalInput,
  type Supplement,
  type SupplementItem,
  type SupplementItemInput,
  type SupplementReport,
  signSupplement,
  signWithdrawal,
  type VerifySupplementOptions,
  type VerifyWithdrawalOptions,
  verifySupplement,
  verifyWithdrawal,
  type Withdrawal,
  type WithdrawalReport,
} from './follow-up/index.ts';
export {
  documentKindOf,
  type HistoryDocument,
  type HistoryEntry,
  type HistoryReport,
  type HistoryState,
  type VerifyHistoryOptions,
  verifyApplicationHistory,
} from './history/index.ts';
export {
  type CmsIdentityOptions,
  type CmsIdentityProvider,
  cmsIdentityVerifier,
  type EvidenceFile,
  type IdentityAnswer,
  type IdentityClaims,
  type IdentityFault,
  type IdentityOptions,
  type IdentityProvider,
  type IdentityReport,
  type IdentityVerifier,
  jwsIdentityVerifier,
  type ProviderKey,
} from './identity/index.ts';
export {
  type Mandate,
  type MandateAct,
  type MandateReport,
  type SignMandateInput,
  signMandate,
} from './mandate/index.ts';
export type {
  Application,
  ApplicationAttachment,
  ApplicationFile,
  DocumentKind,
  EvidenceForm,
  FileDigests,
  IdentityEvidence,
  Matter,
  Party,
  PlatformSigning,
  PreviousDocument,
  Receipt,
  ReceiptDecision,
  ReceiptReason,
  Signatory,
  SignatoryRole,
} from './model.ts';
export type { VerifyApplicationOptions } from './options.ts';
export type { ReliabilityCondition, SignatureReliability } from './reliability.ts';
export { type SignApplicationInput, type SignedApplication, signApplication } from './sign-application.ts';
export type { PartyMatch, PlatformTrust, SignatoryReport } from './signers/index.ts';
export { type ApplicationReport, verifyApplication } from './verify-application.ts';
export { type ReceiptReport, type VerifyReceiptOptions, verifyReceipt } from './verify-receipt.ts';
