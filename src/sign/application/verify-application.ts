import {
  assertWithin,
  DEFAULT_LIMITS,
  type FileInput,
  formatTime,
  type JsonValue,
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
  type NotChecked,
} from '../../foundation/validation/index.ts';
import { inspectAsic } from '../../signatures/asic/index.ts';
import { type AttachmentReport, checkContent } from './content-checks.ts';
import type { Application, IdentityEvidence } from './model.ts';
import { checkSigner } from './signer-checks.ts';

/** Options of {@link verifyApplication}: what `judge` needs, and who may sign for citizens. */
export interface VerifyApplicationOptions extends JudgeOptions {
  /** Name of the file for the report. */
  readonly name?: string;
  /** Certificates (DER) of platforms allowed to sign for citizens; none is believed by default. */
  readonly platforms?: readonly Uint8Array[];
  /** The agency that reads: an application addressed to another code is not acceptable. */
  readonly receiverCode?: string;
}

/** Result of checking an application. Plain JSON: keep it beside the application (Order 354: archive material). */
export interface ApplicationReport {
  readonly schema: 'yinxin.application-report/1';
  readonly at: string;
  readonly input: {
    readonly name: string;
    readonly size: number;
    readonly sha256: string;
    readonly sm3: string;
  };
  /** `acceptable` only if nothing failed and nothing needed is undecided. */
  readonly conclusion: 'acceptable' | 'not-acceptable' | 'undecided';
  /** Codes that forbid a better conclusion. */
  readonly reasons: readonly string[];
  /** Verdict on the signature by ETSI EN 319 102-1. */
  readonly report: Judgement;
  readonly application: Application | null;
  readonly form: JsonValue | null;
  readonly attachments: readonly AttachmentReport[];
  /** The library proves nothing about identification: it repeats what the application states. */
  readonly identity: (IdentityEvidence & { readonly status: 'asserted' }) | null;
  /** Checks of the application beyond its signature. */
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * Checks a signed application: the signature by `judge`, every file against `application.json` (both digests, type
 * by content), nothing unlisted, the right receiver, and whether the signer's certificate names the applicant.
 * A bad application is a report, never an exception; ARGUMENT_INVALID and IO_FAILED are.
 */
export async function verifyApplication(
  file: FileInput,
  options: VerifyApplicationOptions,
): Promise<ApplicationReport> {
  const source = toSource(file);
  assertWithin('zipBytes', source.size, options.limits ?? DEFAULT_LIMITS);
  const bytes = await readAll(source);
  const container = sourceFromBytes(bytes);
  const report = await judge(await facts(container, options), options);
  const content = await checkContent(container, options.limits);
  const checks = [
    ...content.checks,
    ...checkReceiver(content.application, options.receiverCode),
    ...checkSigner(content.application, report, options.platforms ?? []),
  ];
  const { conclusion, reasons } = conclude(report, checks);
  return {
    schema: 'yinxin.application-report/1',
    at: formatTime(options.at),
    input: {
      name: options.name ?? 'application.asice',
      size: bytes.length,
      sha256: toHex(digest('sha256', bytes)),
      sm3: toHex(digest('sm3', bytes)),
    },
    conclusion,
    reasons,
    report,
    application: content.application,
    form: content.form,
    attachments: content.attachments,
    identity: content.application === null ? null : { ...content.application.identity, status: 'asserted' },
    checks,
    notChecked: [
      {
        code: 'IDENTITY_ASSERTED',
        detail: 'how the applicant was identified is stated in the application and was not verified',
      },
      {
        code: 'SIGNATURE_CREATION_DATA_ASSERTED',
        detail: 'sole possession and control of the key (电子签名法 art. 13 items 1, 2) follow from no file',
      },
    ],
  };
}

async function facts(
  source: ReturnType<typeof sourceFromBytes>,
  options: VerifyApplicationOptions,
): Promise<FileFacts> {
  try {
    return await inspectAsic(source, options.limits === undefined ? {} : { limits: options.limits });
  } catch (error) {
    if (!(error instanceof YinxinError) || error.code === 'IO_FAILED') throw error;
    const detail = error.message;
    return {
      format: 'asic',
      signatures: [],
      failure: 'FORMAT_FAILURE',
      checks: [{ code: error.code, status: 'failed', detail, clause: 'ETSI EN 319 102-1 5.2.2' }],
      notChecked: [],
    };
  }
}

function checkReceiver(application: Application | null, receiverCode: string | undefined): Check[] {
  if (application === null || receiverCode === undefined) return [];
  const right = application.receiver.code === receiverCode;
  return [
    {
      code: 'APPLICATION_RECEIVER',
      status: right ? 'passed' : 'failed',
      detail: `the application is addressed to ${application.receiver.name}`,
      clause: '电子签名法 art. 6 item 3',
    },
  ];
}

/** A failed check or TOTAL_FAILED refuses; a check that did not run or INDETERMINATE leaves it open. */
function conclude(
  report: Judgement,
  checks: readonly Check[],
): Pick<ApplicationReport, 'conclusion' | 'reasons'> {
  const { indication, subIndications } = report.conclusion;
  const failed = checks.filter((c) => c.status === 'failed').map((c) => c.code);
  const open = checks.filter((c) => c.status === 'not-run').map((c) => c.code);
  const signature = indication === 'TOTAL_PASSED' ? [] : [indication, ...subIndications];
  const reasons = [...new Set([...signature, ...failed, ...open])];
  if (failed.length > 0 || indication === 'TOTAL_FAILED' || indication === 'NO_SIGNATURE_FOUND') {
    return { conclusion: 'not-acceptable', reasons };
  }
  return { conclusion: reasons.length === 0 ? 'acceptable' : 'undecided', reasons };
}
