import {
  canonicalJsonBytes,
  type JsonValue,
  type Signer,
  type TimestampAuthority,
  YinxinError,
} from '../../foundation/core/index.ts';
import { signCms } from '../../signatures/cades/index.ts';
import { isMendable } from './conclude.ts';
import { party } from './describe-application.ts';
import { digestsOf, sameDigests } from './digests.ts';
import {
  asJson,
  type DocumentKind,
  type FileDigests,
  type Party,
  type PreviousDocument,
  RECEIPT_SCHEMA,
  type Receipt,
  type ReceiptDecision,
  type ReceiptReason,
} from './model.ts';
import { readReceipt } from './read-model.ts';
import { sameParty } from './signatories.ts';
import { timeText } from './time-window.ts';
import type { ApplicationReport } from './verify-application.ts';

/** The last document of the history before this one, with the report over exactly these bytes. */
export interface AnsweredDocument {
  readonly kind: Exclude<DocumentKind, 'application'>;
  readonly file: Uint8Array;
  /** Of `verifySupplement`, `verifyWithdrawal` or `verifyReceipt`. */
  readonly report: {
    readonly input: FileDigests;
    readonly conclusion: 'valid' | 'invalid' | 'undecided';
    /** The time that the document states. */
    readonly statedAt: string | null;
    /** Of a supplement: the form handed in anew. */
    readonly form?: JsonValue | null;
  };
}

/** What goes into {@link acknowledgeApplication}. */
export interface AcknowledgeInput {
  /** The application file as received, byte for byte. */
  readonly application: Uint8Array;
  /** The report of `verifyApplication` over exactly these bytes. */
  readonly report: ApplicationReport;
  /** The document that is answered or followed; unset: the application itself. */
  readonly after?: AnsweredDocument;
  /** Who sent it; the applicant when unset. One of the parties of the application. */
  readonly sender?: Party;
  /** Who received it; the receiver that the application names when unset. */
  readonly receiver?: Party;
  /** When it was sent; the time that the document states when unset. */
  readonly sentAt?: Date;
  readonly receivedAt: Date;
  readonly decision: ReceiptDecision;
  /**
   * Required for `supplement` (what is missing, each code once) and `rejected` (the statutory ground, each with its
   * `basis`).
   */
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
 * The agency's signed answer (收件, 受理, 一次性补正, 不予受理): canonical JSON inside a CMS (CAdES), with sender, receiver,
 * both times (电子签名法 art. 6, 11), both digests of the application and of the document before.
 * APPLICATION_INVALID when a report belongs to another file, when what is not acceptable would be accepted (受理), when a
 * refusal names no reason with its law, when a supplement names none or one twice, when the sender is no party, or when
 * times run backwards. Not checked: whether the answer keeps the rules of acceptance (`assertAcceptance` of `/policy`).
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
  const { report, decision, reasons = [] } = input;
  const digests = digestsOf(input.application);
  if (!sameDigests(report.input, digests))
    throw refused('the report belongs to another file: verify exactly the bytes received');
  const { application } = report;
  if (application === null) throw refused('the file is no readable application: return it without a receipt');
  const previous = previousOf(input, digests);
  assertDecision(input);
  const sender = input.sender ?? application.applicant;
  const { applicant, coApplicants = [], agent = applicant } = application;
  if (![applicant, ...coApplicants, agent].some((known) => sameParty(known, sender)))
    throw refused('the sender is no party of the application');
  const sentAt =
    input.sentAt === undefined
      ? (input.after?.report.statedAt ?? application.submittedAt)
      : timeText(input.sentAt, 'sentAt');
  const receivedAt = timeText(input.receivedAt, 'receivedAt');
  if (Date.parse(sentAt) > input.receivedAt.getTime()) throw refused('it was received before it was sent');
  return {
    schema: RECEIPT_SCHEMA,
    applicationId: application.id,
    application: digests,
    previous,
    matter: application.matter,
    sender: party(sender),
    receiver: party(input.receiver ?? application.receiver),
    sentAt,
    receivedAt,
    decision,
    reasons: reasons.map(({ code, text, basis }) => ({
      code,
      text,
      ...(basis === undefined ? {} : { basis }),
    })),
    checked: {
      at: report.at,
      conclusion: report.conclusion,
      indication: report.report.conclusion.indication,
    },
  };
}

function previousOf({ after }: AcknowledgeInput, application: FileDigests): PreviousDocument {
  if (after === undefined) return { kind: 'application', ...application };
  const digests = digestsOf(after.file);
  if (!sameDigests(after.report.input, digests))
    throw refused(`the report belongs to another ${after.kind}: verify exactly the bytes received`);
  return { kind: after.kind, ...digests };
}

function assertDecision({ decision, report, after, reasons = [] }: AcknowledgeInput): void {
  const mended = isMendable(report.reasons) && after?.kind === 'supplement' && after.report.form != null;
  if (decision === 'accepted' && report.conclusion !== 'acceptable' && !mended)
    throw refused(`the application is ${report.conclusion}: it cannot be accepted`);
  if (decision === 'accepted' && after !== undefined && after.report.conclusion !== 'valid')
    throw refused(
      `the ${after.kind} is ${after.report.conclusion}: the application cannot be accepted on it`,
    );
  if (after?.kind === 'withdrawal' && decision !== 'received')
    throw refused('of a withdrawal the receipt is acknowledged, and nothing else decided');
  const fault = reasonsFault(decision, reasons);
  if (fault !== undefined) throw refused(fault);
}

/** What is wrong with the reasons of a decision: shared by writing and verifying. */
export function reasonsFault(
  decision: ReceiptDecision,
  reasons: readonly ReceiptReason[],
): string | undefined {
  if ((decision === 'rejected' || decision === 'supplement') && reasons.length === 0)
    return `a receipt that says ${decision} must name its reasons`;
  if (decision === 'rejected' && reasons.some(({ basis }) => basis === undefined || basis.trim() === ''))
    return 'a refusal names the law of each of its grounds';
  const codes = reasons.map(({ code }) => code);
  return new Set(codes).size === codes.length ? undefined : 'a reason stands twice';
}

function refused(message: string): YinxinError {
  return new YinxinError('APPLICATION_INVALID', message);
}
