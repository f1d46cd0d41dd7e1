import {
  type FileInput,
  formatTime,
  isYinxinError,
  readAll,
  toHex,
  toSource,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import type { Judgement, JudgeOptions } from '../../foundation/validation/index.ts';
import { readHandover, readTransferReceipt, type TransferReceipt } from './documents.ts';
import { contentOf, judgeDocument, signatureFaults } from './signed-document.ts';

/** What a receipt is held against. */
export interface VerifyTransferReceiptOptions extends JudgeOptions {
  /** 移交凭证 of the batch, as it was made. */
  readonly handover: FileInput;
  /** SHA-256 in hex of certificates that may sign for the receiver; unset: the certificate must bear its name. */
  readonly receiverCertificates?: readonly string[];
}

/** Answer of {@link verifyTransferReceipt}. */
export interface TransferReceiptReport {
  readonly schema: 'yinxin.transfer-receipt-report/1';
  readonly at: string;
  /** `valid`: the receiver said so about this batch; what it said stands in the receipt. */
  readonly conclusion: 'valid' | 'invalid';
  /** Codes of what stands against it. */
  readonly reasons: readonly string[];
  /** Null where it cannot be read. */
  readonly receipt: TransferReceipt | null;
  readonly report: Judgement;
}

/**
 * Is a receipt (接收回执) of the named receiver, and about this very batch? Checked: its signature, who signed, that it
 * names the digest of the handover, its number and its parties, and that reception is not before the handover. A receipt
 * that refuses the batch is valid too: read its `conclusion`.
 *
 * @throws TRANSFER_INVALID where the handover itself cannot be read.
 */
export async function verifyTransferReceipt(
  file: FileInput,
  options: VerifyTransferReceiptOptions,
): Promise<TransferReceiptReport> {
  const bytes = await readAll(toSource(file));
  const handoverBytes = await readAll(toSource(options.handover));
  const handover = readHandover(contentOf(handoverBytes));
  const report = await judgeDocument(bytes, options);
  const receipt = readOrNull(bytes);
  const reasons = signatureFaults(report, handover.to.name, options.receiverCertificates);
  if (receipt === null) reasons.push('TRANSFER_RECEIPT_MALFORMED');
  else {
    if (receipt.handover !== toHex(digest('sha256', handoverBytes))) reasons.push('TRANSFER_RECEIPT_BATCH');
    const parties =
      receipt.batch === handover.batch &&
      receipt.from.code === handover.from.code &&
      receipt.to.code === handover.to.code;
    if (!parties) reasons.push('TRANSFER_RECEIPT_PARTIES');
    if (receipt.receivedAt < handover.madeAt) reasons.push('TRANSFER_RECEIPT_TIME');
  }
  return {
    schema: 'yinxin.transfer-receipt-report/1',
    at: formatTime(options.at),
    conclusion: reasons.length === 0 ? 'valid' : 'invalid',
    reasons,
    receipt,
    report,
  };
}

function readOrNull(bytes: Uint8Array): TransferReceipt | null {
  try {
    return readTransferReceipt(contentOf(bytes));
  } catch (error) {
    if (isYinxinError(error, 'TRANSFER_INVALID')) return null;
    throw error;
  }
}
