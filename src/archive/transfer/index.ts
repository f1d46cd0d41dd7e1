export type { CatalogueEntry } from './catalogue.ts';
export type { Handover, ReceivedItem, ReceivedStatus, TransferReceipt } from './documents.ts';
export type { BatchFolder, TransferItem, TransferParty } from './model.ts';
export { type ReceiveBatchOptions, type ReceivedBatch, receiveBatch } from './receive-batch.ts';
export type { TransferSigning } from './signed-document.ts';
export { type TransferBatchInput, type TransferredBatch, transferBatch } from './transfer-batch.ts';
export {
  type TransferReceiptReport,
  type VerifyTransferReceiptOptions,
  verifyTransferReceipt,
} from './verify-receipt.ts';
