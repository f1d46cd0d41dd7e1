import {
  canonicalJsonBytes,
  type FileInput,
  formatTime,
  readAll,
  type Signer,
  type TimestampAuthority,
  toSource,
  YinxinError,
} from '../../../foundation/core/index.ts';
import type { Check, Judgement, JudgeOptions } from '../../../foundation/validation/index.ts';
import { signCms } from '../../../signatures/cades/index.ts';
import { concludeChecks, VALIDITY } from '../conclude.ts';
import { party } from '../describe-application.ts';
import { digestsOf, sameDigests } from '../digests.ts';
import { check } from '../file-checks.ts';
import { JsonFields, parseCanonical } from '../json-fields.ts';
import {
  asJson,
  type DocumentKind,
  type FileDigests,
  type Matter,
  type Party,
  type PreviousDocument,
} from '../model.ts';
import { readDigests, readMatter, readParty, readPrevious } from '../read-model.ts';
import { openStatement } from '../statement.ts';
import { timeText } from '../time-window.ts';
import type { ApplicationReport } from '../verify-application.ts';
import { checkFollowUp } from './check-sender.ts';
import { openApplication, senderOf } from './open-application.ts';

/** Schema name of a withdrawal. */
export const WITHDRAWAL_SCHEMA = 'yinxin.withdrawal/1';

/** The withdrawal of an application (撤回). */
export interface Withdrawal {
  readonly schema: typeof WITHDRAWAL_SCHEMA;
  readonly id: string;
  readonly applicationId: string;
  readonly application: FileDigests;
  /** The last document of the history when it was withdrawn. */
  readonly previous: PreviousDocument;
  readonly matter: Matter;
  readonly sender: Party;
  readonly receiver: Party;
  readonly withdrawnAt: string;
  readonly reason?: string;
}

/** What goes into {@link signWithdrawal}. */
export interface SignWithdrawalInput {
  readonly id: string;
  /** The application as it was sent, byte for byte. */
  readonly application: Uint8Array;
  /** The last document of the history; unset: the application itself. */
  readonly previous?: { readonly kind: DocumentKind; readonly file: Uint8Array };
  /** Who withdraws: the agent where there is one, else the applicant, when unset. */
  readonly sender?: Party;
  readonly reason?: string;
  readonly signer: Signer;
  readonly tsa?: TimestampAuthority;
  readonly at: Date;
}

/**
 * A withdrawal, signed: canonical JSON inside a CMS, bound to the application and to the last document by both digests.
 * APPLICATION_INVALID for a sender who is no party, and for a time before the submission.
 */
export async function signWithdrawal(
  input: SignWithdrawalInput,
): Promise<{ readonly file: Uint8Array; readonly withdrawal: Withdrawal; readonly timestamped: boolean }> {
  const application = await openApplication(input.application);
  if (input.at.getTime() < Date.parse(application.submittedAt))
    throw new YinxinError('APPLICATION_INVALID', 'the withdrawal is older than the application');
  const digests = digestsOf(input.application);
  const { kind, file } = input.previous ?? { kind: 'application', file: input.application };
  const withdrawal: Withdrawal = {
    schema: WITHDRAWAL_SCHEMA,
    id: input.id,
    applicationId: application.id,
    application: digests,
    previous: { kind, ...digestsOf(file) },
    matter: application.matter,
    sender: party(senderOf(application, input.sender)),
    receiver: application.receiver,
    withdrawnAt: timeText(input.at, 'at'),
    ...(input.reason === undefined ? {} : { reason: input.reason }),
  };
  const content = canonicalJsonBytes(asJson(withdrawal));
  readWithdrawal(content);
  const { cms, timestamped } = await signCms({
    signer: input.signer,
    content: { bytes: content },
    detached: false,
    claimedTime: input.at,
    ...(input.tsa === undefined ? {} : { tsa: input.tsa }),
  });
  return { file: cms, withdrawal, timestamped };
}

/** Options of {@link verifyWithdrawal}. */
export interface VerifyWithdrawalOptions extends JudgeOptions {
  /** The report of `verifyApplication` over the application. */
  readonly application: ApplicationReport;
  /** The document before; needed unless that is the application itself. */
  readonly previous?: FileInput;
}

/** Result of checking a withdrawal. */
export interface WithdrawalReport {
  readonly schema: 'yinxin.withdrawal-report/1';
  readonly at: string;
  readonly input: FileDigests;
  readonly conclusion: 'valid' | 'invalid' | 'undecided';
  readonly reasons: readonly string[];
  readonly report: Judgement;
  readonly withdrawal: Withdrawal | null;
  readonly statedAt: string | null;
  readonly checks: readonly Check[];
}

const CLAUSE = 'yinxin.withdrawal/1';

/**
 * Checks a withdrawal: signature by `judge`, bound to this application and the document before, sender a party of the
 * application with a certificate that names it (an agent with a mandate to withdraw), not older than the application.
 * Not checked: whether it may still be withdrawn (`verifyApplicationHistory`, and the law of the matter).
 */
export async function verifyWithdrawal(
  file: FileInput,
  options: VerifyWithdrawalOptions,
): Promise<WithdrawalReport> {
  const bytes = await readAll(toSource(file));
  const { report, content, signers } = await openStatement(bytes, options);
  const withdrawal = 'fault' in content ? content.fault : parse(content.bytes);
  const checks: Check[] =
    withdrawal instanceof YinxinError
      ? [check('WITHDRAWAL_MALFORMED', 'failed', withdrawal.message, CLAUSE)]
      : [
          await checkPrevious(withdrawal, options),
          checkTime(withdrawal, options.application),
          ...checkFollowUp({
            document: withdrawal,
            act: 'withdraw',
            statedAt: withdrawal.withdrawnAt,
            signers,
            times: report.signatures.flatMap(({ parent, bestTime }) =>
              parent === undefined ? [bestTime] : [],
            ),
            application: options.application,
            options,
          }),
        ];
  const { outcome, reasons } = concludeChecks(report, checks);
  const read = withdrawal instanceof YinxinError ? null : withdrawal;
  return {
    schema: 'yinxin.withdrawal-report/1',
    at: formatTime(options.at),
    input: digestsOf(bytes),
    conclusion: VALIDITY[outcome],
    reasons,
    report,
    withdrawal: read,
    statedAt: read?.withdrawnAt ?? null,
    checks,
  };
}

function parse(bytes: Uint8Array): Withdrawal | YinxinError {
  try {
    return readWithdrawal(bytes);
  } catch (error) {
    if (error instanceof YinxinError) return error;
    throw error;
  }
}

function readWithdrawal(bytes: Uint8Array): Withdrawal {
  const fields = new JsonFields(parseCanonical(bytes, 'the withdrawal'), 'withdrawal');
  const withdrawal: Withdrawal = {
    schema: fields.oneOf('schema', [WITHDRAWAL_SCHEMA]),
    id: fields.text('id'),
    applicationId: fields.text('applicationId'),
    application: fields.nested('application', readDigests),
    previous: fields.nested('previous', readPrevious),
    matter: fields.nested('matter', readMatter),
    sender: fields.nested('sender', readParty),
    receiver: fields.nested('receiver', readParty),
    withdrawnAt: fields.time('withdrawnAt'),
    ...fields.optional('reason'),
  };
  fields.end();
  return withdrawal;
}

async function checkPrevious({ previous }: Withdrawal, options: VerifyWithdrawalOptions): Promise<Check> {
  const code = 'WITHDRAWAL_PREVIOUS';
  if (options.previous === undefined && previous.kind !== 'application')
    return check(code, 'not-run', `it follows a ${previous.kind} that was not given`, CLAUSE);
  const given =
    options.previous === undefined
      ? options.application.input
      : digestsOf(await readAll(toSource(options.previous)));
  const same = sameDigests(previous, given);
  return check(
    code,
    same ? 'passed' : 'failed',
    `both digests are compared with the ${previous.kind} before`,
    CLAUSE,
  );
}

function checkTime({ withdrawnAt }: Withdrawal, { application }: ApplicationReport): Check {
  const later = application !== null && Date.parse(application.submittedAt) <= Date.parse(withdrawnAt);
  return check('WITHDRAWAL_TIMES', later ? 'passed' : 'failed', 'the application is older', CLAUSE);
}
