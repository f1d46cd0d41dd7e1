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
 * names the digest of the handover, its number and its parties, that reception is not before the handover, and that its
 * conclusion is that of its items. A receipt
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
    const own = receipt.handover === toHex(digest('sha256', handoverBytes));
    if (!own) reasons.push('TRANSFER_RECEIPT_BATCH');
    else if (!isConsistent(receipt, handover.items)) reasons.push('TRANSFER_RECEIPT_CONTENT');
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

/** Who says `accepted` names every item of the batch as such, once, and nothing against it. */
function isConsistent({ conclusion, reasons, items }: TransferReceipt, expected: number): boolean {
  const paths = new Set(items.map(({ path }) => path));
  if (paths.size < items.length) return false;
  const accepted = items.filter(({ status }) => status === 'accepted').length;
  const all = reasons.length === 0 && accepted === items.length && accepted === expected;
  if (conclusion === 'accepted') return all;
  return conclusion === 'refused' || (reasons.length === 0 && accepted > 0 && !all);
}

function readOrNull(bytes: Uint8Array): TransferReceipt | null {
  try {
    return readTransferReceipt(contentOf(bytes));
  } catch (error) {
    if (isYinxinError(error, 'TRANSFER_INVALID')) return null;
    throw error;
  }
}
