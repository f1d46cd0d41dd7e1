export { type AcknowledgeInput, type Acknowledgement, acknowledgeApplication } from './acknowledge.ts';
export type { AttachmentReport, FileState } from './content-checks.ts';
export type {
  Application,
  ApplicationAttachment,
  ApplicationFile,
  IdentityEvidence,
  Matter,
  Party,
  Receipt,
  ReceiptDecision,
  ReceiptReason,
} from './model.ts';
export {
  type AttachmentInput,
  type IdentityInput,
  type SignApplicationInput,
  type SignedApplication,
  signApplication,
} from './sign-application.ts';
export {
  type ApplicationReport,
  type VerifyApplicationOptions,
  verifyApplication,
} from './verify-application.ts';
export { type ReceiptReport, type VerifyReceiptOptions, verifyReceipt } from './verify-receipt.ts';
