import {
  type FileInput,
  formatTime,
  readAll,
  sourceFromBytes,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import type { Check, Judgement, JudgeOptions } from '../../foundation/validation/index.ts';
import { reasonsFault } from './acknowledge.ts';
import { concludeChecks, VALIDITY } from './conclude.ts';
import { checkContent } from './content-checks.ts';
import { digestsOf, sameDigests } from './digests.ts';
import type { Application, FileDigests, Receipt } from './model.ts';
import { readReceipt } from './read-model.ts';
import { sameCode, sameParty } from './signatories.ts';
import { isSignedByParty } from './signers/index.ts';
import { openStatement, type SignedStatement } from './statement.ts';

/** Options of {@link verifyReceipt}. */
export interface VerifyReceiptOptions extends JudgeOptions {
  /** The application that the receipt must be for. */
  readonly application: FileInput;
  /** The document that the receipt follows, where that is not the application itself. */
  readonly previous?: FileInput;
}

/** Result of checking a receipt. */
export interface ReceiptReport {
  readonly schema: 'yinxin.receipt-report/1';
  readonly at: string;
  readonly input: FileDigests;
  readonly conclusion: 'valid' | 'invalid' | 'undecided';
  readonly reasons: readonly string[];
  readonly report: Judgement;
  readonly receipt: Receipt | null;
  /** When it says that it was received. */
  readonly statedAt: string | null;
  readonly checks: readonly Check[];
}

const CLAUSE = '电子签名法 art. 6 item 3, art. 11';

/**
 * Checks a receipt: signature by `judge`, content complete (sender, receiver, both times), both digests equal to those
 * of the application given and of the document before, matter and parties those of the application, times in order, a
 * refusal with the law of its grounds. Whether the signer is the receiver named is compared by the certificate and left
 * open (`undecided`) when it differs. Not checked: whether a ground exists and fits the case.
 */
export async function verifyReceipt(file: FileInput, options: VerifyReceiptOptions): Promise<ReceiptReport> {
  const bytes = await readAll(toSource(file));
  const statement = await openStatement(bytes, options);
  const { receipt, checks } = readContent(statement);
  if (receipt !== null) checks.push(...(await compare(receipt, statement, options)));
  const { outcome, reasons } = concludeChecks(statement.report, checks);
  return {
    schema: 'yinxin.receipt-report/1',
    at: formatTime(options.at),
    input: digestsOf(bytes),
    conclusion: VALIDITY[outcome],
    reasons,
    report: statement.report,
    receipt,
    statedAt: receipt?.receivedAt ?? null,
    checks,
  };
}

function readContent({ content }: SignedStatement): {
  readonly receipt: Receipt | null;
  readonly checks: Check[];
} {
  try {
    if ('fault' in content) throw content.fault;
    const receipt = readReceipt(content.bytes);
    return { receipt, checks: [check('RECEIPT_CONTENT', 'passed', 'the receipt is complete')] };
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    return { receipt: null, checks: [check('RECEIPT_MALFORMED', 'failed', error.message)] };
  }
}

async function compare(
  receipt: Receipt,
  { signers }: SignedStatement,
  options: VerifyReceiptOptions,
): Promise<Check[]> {
  const bytes = await readAll(toSource(options.application));
  const same = sameDigests(receipt.application, digestsOf(bytes));
  const { application } = await checkContent(
    sourceFromBytes(bytes),
    options.limits === undefined ? {} : { limits: options.limits },
  );
  const named = isSignedByParty(signers, receipt.receiver);
  const fault = reasonsFault(receipt.decision, receipt.reasons);
  return [
    outcome('RECEIPT_APPLICATION_DIGEST', same, 'both digests are compared with the application given'),
    await checkPrevious(receipt, options),
    ...(application === null || !same ? [] : partyChecks(receipt, application)),
    outcome('RECEIPT_GROUND', fault === undefined, fault ?? 'the decision names what it must'),
    check(
      'RECEIPT_SIGNER',
      named ? 'passed' : 'not-run',
      named ? 'the certificate names the receiver' : 'the certificate names another than the receiver',
    ),
  ];
}

async function checkPrevious({ previous }: Receipt, options: VerifyReceiptOptions): Promise<Check> {
  const code = 'RECEIPT_PREVIOUS';
  const given = options.previous ?? (previous.kind === 'application' ? options.application : undefined);
  if (given === undefined)
    return check(code, 'not-run', `the receipt follows a ${previous.kind} that was not given`);
  const same = sameDigests(previous, digestsOf(await readAll(toSource(given))));
  return outcome(code, same, `both digests are compared with the ${previous.kind} before`);
}

function partyChecks(receipt: Receipt, application: Application): Check[] {
  const { applicant, coApplicants = [], agent = applicant, matter } = application;
  const sender = [applicant, ...coApplicants, agent].some((known) => sameParty(known, receipt.sender));
  const addressed = sameCode(receipt.receiver, application.receiver);
  const matters = receipt.applicationId === application.id && receipt.matter.code === matter.code;
  const [submitted, sent, received] = [application.submittedAt, receipt.sentAt, receipt.receivedAt].map(
    Date.parse,
  );
  const ordered = submitted! <= sent! && sent! <= received!;
  return [
    outcome('RECEIPT_MATTER', matters, 'id and matter are those of the application'),
    outcome('RECEIPT_SENDER', sender, 'the sender is a party of the application'),
    check(
      'RECEIPT_RECEIVER',
      addressed ? 'passed' : 'not-run',
      addressed ? 'the agency addressed received it' : 'another agency than the one addressed received it',
    ),
    outcome('RECEIPT_TIMES', ordered, 'submitted, sent and received in this order'),
  ];
}

function outcome(code: string, passed: boolean, detail: string): Check {
  return check(code, passed ? 'passed' : 'failed', detail);
}

function check(code: string, status: Check['status'], detail: string): Check {
  return { code, status, detail, clause: CLAUSE };
}
