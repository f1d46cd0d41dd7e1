import { readZip } from '../../../formats/zip/index.ts';
import {
  assertWithin,
  DEFAULT_LIMITS,
  type FileInput,
  type FormFault,
  type FormSchema,
  formatTime,
  formFaults,
  type JsonValue,
  readAll,
  sourceFromBytes,
  toSource,
  YinxinError,
} from '../../../foundation/core/index.ts';
import {
  type Check,
  type FileFacts,
  type Judgement,
  type JudgeOptions,
  judge,
} from '../../../foundation/validation/index.ts';
import { inspectAsic } from '../../../signatures/asic/index.ts';
import { concludeChecks, VALIDITY } from '../conclude.ts';
import { digestsOf, sameDigests } from '../digests.ts';
import {
  type AttachmentReport,
  assertAttachmentPaths,
  check,
  checkAttachments,
  checkFile,
  readSmall,
  unlistedFiles,
} from '../file-checks.ts';
import { parseCanonical } from '../json-fields.ts';
import { type FileDigests, FORM_PATH, type Receipt } from '../model.ts';
import { readReceipt } from '../read-model.ts';
import { signaturesOf } from '../signers/index.ts';
import { failedFacts, statementContent } from '../statement.ts';
import type { ApplicationReport } from '../verify-application.ts';
import { checkFollowUp } from './check-sender.ts';
import { itemsFault, readSupplement, SUPPLEMENT_PATH, type Supplement } from './supplement-model.ts';

/** Options of {@link verifySupplement}. */
export interface VerifySupplementOptions extends JudgeOptions {
  /** The report of `verifyApplication` over the application. */
  readonly application: ApplicationReport;
  /** The receipt that asked. */
  readonly receipt: FileInput;
  /** For a form that is handed in anew. */
  readonly formSchema?: FormSchema;
}

/** Result of checking a supplement. */
export interface SupplementReport {
  readonly schema: 'yinxin.supplement-report/1';
  readonly at: string;
  readonly input: FileDigests;
  readonly conclusion: 'valid' | 'invalid' | 'undecided';
  readonly reasons: readonly string[];
  readonly report: Judgement;
  readonly supplement: Supplement | null;
  readonly statedAt: string | null;
  readonly form: JsonValue | null;
  readonly formFaults: readonly FormFault[];
  readonly attachments: readonly AttachmentReport[];
  /** Items of the receipt that are still without an answer. */
  readonly unanswered: readonly string[];
  readonly checks: readonly Check[];
}

const CLAUSE = 'yinxin.supplement/1';

/**
 * Checks a supplement: signature by `judge`, every file against `supplement.json`, nothing unlisted, bound to this
 * application and this receipt by both digests, items that the receipt asked for, sender and mandate, times in order.
 * Items without an answer are told and do not make it invalid: the agency decides. Not checked: the signature of the
 * receipt (`verifyReceipt`), and whether an answer suffices.
 */
export async function verifySupplement(
  file: FileInput,
  options: VerifySupplementOptions,
): Promise<SupplementReport> {
  const source = toSource(file);
  assertWithin('zipBytes', source.size, options.limits ?? DEFAULT_LIMITS);
  const bytes = await readAll(source);
  const facts = await factsOf(bytes, options);
  const report = await judge(facts, options);
  const content = await readContent(bytes, options);
  const { supplement } = content;
  const receiptBytes = await readAll(toSource(options.receipt));
  const receipt = receiptOf(receiptBytes);
  const signatures = signaturesOf(facts.signatures, report);
  const checks = [
    ...content.checks,
    ...(supplement === null ? [] : receiptChecks(supplement, receipt, receiptBytes)),
    ...(supplement === null
      ? []
      : checkFollowUp({
          document: supplement,
          act: 'supplement',
          statedAt: supplement.submittedAt,
          signers: signatures.map((signature) => signature.facts),
          times: signatures.map((signature) => signature.report.bestTime),
          application: options.application,
          options,
        })),
  ];
  const { outcome, reasons } = concludeChecks(report, checks);
  const answered = new Set(supplement?.items.map(({ code }) => code));
  return {
    schema: 'yinxin.supplement-report/1',
    at: formatTime(options.at),
    input: digestsOf(bytes),
    conclusion: VALIDITY[outcome],
    reasons,
    report,
    supplement,
    statedAt: supplement?.submittedAt ?? null,
    form: content.form,
    formFaults: content.faults,
    attachments: content.attachments,
    unanswered: receipt?.reasons.map(({ code }) => code).filter((code) => !answered.has(code)) ?? [],
    checks,
  };
}

async function factsOf(bytes: Uint8Array, { limits }: JudgeOptions): Promise<FileFacts> {
  try {
    return await inspectAsic(sourceFromBytes(bytes), limits === undefined ? {} : { limits });
  } catch (error) {
    if (!(error instanceof YinxinError)) throw error;
    return failedFacts('asic', error, 'ETSI EN 319 102-1 5.2.2');
  }
}

interface Content {
  readonly supplement: Supplement | null;
  readonly form: JsonValue | null;
  readonly faults: readonly FormFault[];
  readonly attachments: readonly AttachmentReport[];
  readonly checks: readonly Check[];
}

async function readContent(bytes: Uint8Array, options: VerifySupplementOptions): Promise<Content> {
  const checks: Check[] = [];
  try {
    const zip = await readZip(sourceFromBytes(bytes), options.limits);
    const supplement = readSupplement(await readSmall(zip, SUPPLEMENT_PATH));
    assertAttachmentPaths(supplement.attachments);
    const fault = itemsFault(supplement);
    checks.push(
      outcome('SUPPLEMENT_ITEMS', fault === undefined, fault ?? 'every item is answered by what is there'),
    );
    const attachments = await checkAttachments(zip, supplement.attachments, checks);
    const listed = [SUPPLEMENT_PATH, ...supplement.attachments.map(({ path }) => path)];
    let form: JsonValue | null = null;
    if (supplement.form !== undefined) {
      if (supplement.form.path !== FORM_PATH)
        throw new YinxinError('APPLICATION_INVALID', 'the form is listed under another name');
      listed.push(FORM_PATH);
      const { state } = await checkFile(zip, supplement.form, checks);
      form = state === 'intact' ? parseCanonical(await readSmall(zip, FORM_PATH), FORM_PATH) : null;
    }
    checks.push(...unlistedFiles(zip, listed));
    const faults =
      form === null || options.formSchema === undefined ? [] : formFaults(form, options.formSchema);
    checks.push(...faults.map(({ code, field, detail }) => check(code, 'failed', `${field}: ${detail}`)));
    return { supplement, form, faults, attachments, checks };
  } catch (error) {
    if (!(error instanceof YinxinError) || error.code === 'IO_FAILED') throw error;
    checks.push(check('SUPPLEMENT_MALFORMED', 'failed', error.message, CLAUSE));
    return { supplement: null, form: null, faults: [], attachments: [], checks };
  }
}

function receiptOf(bytes: Uint8Array): Receipt | undefined {
  try {
    return readReceipt(statementContent(bytes));
  } catch (error) {
    if (error instanceof YinxinError) return undefined;
    throw error;
  }
}

function receiptChecks(supplement: Supplement, receipt: Receipt | undefined, bytes: Uint8Array): Check[] {
  const same =
    receipt !== undefined &&
    sameDigests(supplement.receipt, digestsOf(bytes)) &&
    sameDigests(receipt.application, supplement.application);
  const asks = receipt?.decision === 'supplement';
  const asked = new Set(receipt?.reasons.map(({ code }) => code));
  const fits = supplement.items.every(({ code }) => asked.has(code));
  const later = receipt !== undefined && Date.parse(receipt.receivedAt) <= Date.parse(supplement.submittedAt);
  return [
    outcome('SUPPLEMENT_RECEIPT', same, 'both digests are compared with the receipt given'),
    outcome('SUPPLEMENT_ASKED', asks && fits, 'the receipt asks for what is supplied'),
    outcome('SUPPLEMENT_TIMES', later, 'the receipt is older'),
  ];
}

function outcome(code: string, passed: boolean, detail: string): Check {
  return check(code, passed ? 'passed' : 'failed', detail, CLAUSE);
}
