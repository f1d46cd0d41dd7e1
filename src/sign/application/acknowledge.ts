import {
  canonicalJsonBytes,
  formatTime,
  type Signer,
  type TimestampAuthority,
  toHex,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { signCms } from '../../signatures/cades/index.ts';
import {
  asJson,
  type Party,
  RECEIPT_SCHEMA,
  type Receipt,
  type ReceiptDecision,
  type ReceiptReason,
} from './model.ts';
import { readReceipt } from './read-model.ts';
import type { ApplicationReport } from './verify-application.ts';

/** What goes into {@link acknowledgeApplication}. */
export interface AcknowledgeInput {
  /** The application file as received, byte for byte. */
  readonly application: Uint8Array;
  /** The report of `verifyApplication` over exactly these bytes. */
  readonly report: ApplicationReport;
  /** Who sent it; the applicant when unset. */
  readonly sender?: Party;
  /** Who received it; the receiver that the application names when unset. */
  readonly receiver?: Party;
  /** When it was sent; the time of submission when unset. */
  readonly sentAt?: Date;
  readonly receivedAt: Date;
  readonly decision: ReceiptDecision;
  /** Required for `supplement` (what is missing) and `rejected` (the statutory ground). */
  readonly reasons?: readonly ReceiptReason[];
  readonly signer: Signer;
  readonly tsa?: TimestampAuthority;
}

/** A signed receipt. */
export interface Acknowledgement {
  /** CMS with the receipt inside, `receipt.p7m`. */
  readonly file: Uint8Array;
  readonly receipt: Receipt;
  readonly timestamped: boolean;
}

/**
 * The agency's signed answer: canonical JSON inside a CMS (CAdES), with sender, receiver, both times and both digests
 * of the application. APPLICATION_INVALID when the report belongs to another file, when an application that is not
 * acceptable would be accepted (受理), when a refusal or a supplement names no reason, or when times run backwards.
 */
export async function acknowledgeApplication(input: AcknowledgeInput): Promise<Acknowledgement> {
  const receipt = buildReceipt(input);
  const content = canonicalJsonBytes(asJson(receipt));
  readReceipt(content);
  const { cms, timestamped } = await signCms({
    signer: input.signer,
    content: { bytes: content },
    detached: false,
    claimedTime: input.receivedAt,
    ...(input.tsa === undefined ? {} : { tsa: input.tsa }),
  });
  return { file: cms, receipt, timestamped };
}

function buildReceipt(input: AcknowledgeInput): Receipt {
  const { report, application: bytes, decision } = input;
  const sha256 = toHex(digest('sha256', bytes));
  const sm3 = toHex(digest('sm3', bytes));
  if (report.input.sha256 !== sha256 || report.input.sm3 !== sm3) {
    throw refused('the report belongs to another file: verify exactly the bytes received');
  }
  const { application } = report;
  if (application === null) throw refused('the file is no readable application: return it without a receipt');
  const reasons = input.reasons ?? [];
  if (decision === 'accepted' && report.conclusion !== 'acceptable') {
    throw refused(`the application is ${report.conclusion}: it cannot be accepted`);
  }
  if ((decision === 'rejected' || decision === 'supplement') && reasons.length === 0) {
    throw refused(`a receipt that says ${decision} must name its reasons`);
  }
  const sentAt = input.sentAt === undefined ? application.submittedAt : formatTime(input.sentAt);
  if (Date.parse(sentAt) > input.receivedAt.getTime()) throw refused('it was received before it was sent');
  const { name, code, codeType } = input.sender ?? application.applicant;
  const receiver = input.receiver ?? application.receiver;
  return {
    schema: RECEIPT_SCHEMA,
    applicationId: application.id,
    application: { size: bytes.length, sha256, sm3 },
    matter: application.matter,
    sender: { name, code, codeType },
    receiver: { name: receiver.name, code: receiver.code, codeType: receiver.codeType },
    sentAt,
    receivedAt: formatTime(input.receivedAt),
    decision,
    reasons: reasons.map((reason) => ({ code: reason.code, text: reason.text })),
    checked: {
      at: report.at,
      conclusion: report.conclusion,
      indication: report.report.conclusion.indication,
    },
  };
}

function refused(message: string): YinxinError {
  return new YinxinError('APPLICATION_INVALID', message);
}
