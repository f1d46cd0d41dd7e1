import { parseSignedData } from '../../foundation/cms/index.ts';
import {
  type FileInput,
  formatTime,
  readAll,
  sourceFromBytes,
  toHex,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import {
  type Check,
  type FileFacts,
  type Judgement,
  type JudgeOptions,
  judge,
} from '../../foundation/validation/index.ts';
import { inspectCms } from '../../signatures/cades/index.ts';
import type { Receipt } from './model.ts';
import { readReceipt } from './read-model.ts';

/** Options of {@link verifyReceipt}. */
export interface VerifyReceiptOptions extends JudgeOptions {
  /** The application that the receipt must be for. */
  readonly application: FileInput;
}

/** Result of checking a receipt. */
export interface ReceiptReport {
  readonly schema: 'yinxin.receipt-report/1';
  readonly at: string;
  readonly conclusion: 'valid' | 'invalid' | 'undecided';
  readonly reasons: readonly string[];
  readonly report: Judgement;
  readonly receipt: Receipt | null;
  readonly checks: readonly Check[];
}

const CLAUSE = 'yinxin.receipt/1';

/**
 * Checks a receipt: signature by `judge`, content complete (sender, receiver, both times), and both digests equal to
 * those of the application given. Whether the signer is the receiver named is compared by name and left open
 * (`undecided`) when it differs.
 */
export async function verifyReceipt(file: FileInput, options: VerifyReceiptOptions): Promise<ReceiptReport> {
  const bytes = await readAll(toSource(file));
  const application = await readAll(toSource(options.application));
  const report = await judge(await facts(bytes), options);
  const { receipt, checks } = readContent(bytes);
  if (receipt !== null) checks.push(...compare(receipt, application, report));
  const failed = checks.filter((c) => c.status === 'failed').map((c) => c.code);
  const open = checks.filter((c) => c.status === 'not-run').map((c) => c.code);
  const { indication, subIndications } = report.conclusion;
  const signature = indication === 'TOTAL_PASSED' ? [] : [indication, ...subIndications];
  const reasons = [...signature, ...failed, ...open];
  const bad = failed.length > 0 || indication === 'TOTAL_FAILED' || indication === 'NO_SIGNATURE_FOUND';
  return {
    schema: 'yinxin.receipt-report/1',
    at: formatTime(options.at),
    conclusion: bad ? 'invalid' : reasons.length === 0 ? 'valid' : 'undecided',
    reasons,
    report,
    receipt,
    checks,
  };
}

async function facts(bytes: Uint8Array): Promise<FileFacts> {
  try {
    return await inspectCms(sourceFromBytes(bytes));
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    const check: Check = {
      code: error.code,
      status: 'failed',
      detail: error.message,
      clause: 'RFC 5652 5.1',
    };
    return { format: 'cms', signatures: [], failure: 'FORMAT_FAILURE', checks: [check], notChecked: [] };
  }
}

function readContent(bytes: Uint8Array): { readonly receipt: Receipt | null; readonly checks: Check[] } {
  try {
    const content = parseSignedData(bytes).eContent;
    if (content === undefined) throw new YinxinError('APPLICATION_INVALID', 'the CMS carries no receipt');
    const receipt = readReceipt(content);
    return { receipt, checks: [check('RECEIPT_CONTENT', true, 'the receipt is complete')] };
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    return { receipt: null, checks: [check('RECEIPT_MALFORMED', false, error.message)] };
  }
}

function compare(receipt: Receipt, application: Uint8Array, report: Judgement): Check[] {
  const same =
    receipt.application.size === application.length &&
    receipt.application.sha256 === toHex(digest('sha256', application)) &&
    receipt.application.sm3 === toHex(digest('sm3', application));
  const ordered = Date.parse(receipt.sentAt) <= Date.parse(receipt.receivedAt);
  const signers = report.signatures.filter((s) => s.parent === undefined);
  const named = signers.some(({ signer }) => signer?.commonName === receipt.receiver.name);
  return [
    check('RECEIPT_APPLICATION_DIGEST', same, 'both digests are compared with the application given'),
    check('RECEIPT_TIMES', ordered, 'sent before received'),
    {
      code: 'RECEIPT_SIGNER',
      status: named ? 'passed' : 'not-run',
      detail: named
        ? 'the certificate names the receiver'
        : 'the certificate names another than the receiver',
      clause: CLAUSE,
    },
  ];
}

function check(code: string, passed: boolean, detail: string): Check {
  return { code, status: passed ? 'passed' : 'failed', detail, clause: CLAUSE };
}
