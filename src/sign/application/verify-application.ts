import {
  assertWithin,
  DEFAULT_LIMITS,
  type FileInput,
  type FormFault,
  formatTime,
  type JsonValue,
  readAll,
  sourceFromBytes,
  toSource,
  YinxinError,
} from '../../foundation/core/index.ts';
import {
  type Check,
  type FileFacts,
  type Judgement,
  type JudgeOptions,
  judge,
  type NotChecked,
} from '../../foundation/validation/index.ts';
import { inspectAsic } from '../../signatures/asic/index.ts';
import { checkParties } from './check-parties.ts';
import { concludeChecks } from './conclude.ts';
import { type ApplicationContent, checkContent } from './content-checks.ts';
import { digestsOf } from './digests.ts';
import { type AttachmentReport, check } from './file-checks.ts';
import type { IdentityReport } from './identity/index.ts';
import type { MandateReport } from './mandate/index.ts';
import type { Application, FileDigests } from './model.ts';
import type { VerifyApplicationOptions } from './options.ts';
import { reliabilityOf, type SignatureReliability } from './reliability.ts';
import { type PartyMatch, type SignatoryReport, signaturesOf } from './signers/index.ts';
import { failedFacts } from './statement.ts';

/** Result of checking an application. Plain JSON: keep it beside the application (Order 354: archive material). */
export interface ApplicationReport {
  readonly schema: 'yinxin.application-report/1';
  readonly at: string;
  readonly input: FileDigests & { readonly name: string };
  /** `acceptable` only if nothing failed and nothing needed is undecided. */
  readonly conclusion: 'acceptable' | 'not-acceptable' | 'undecided';
  /** Codes that forbid a better conclusion. */
  readonly reasons: readonly string[];
  /** Verdict on the signatures by ETSI EN 319 102-1. */
  readonly report: Judgement;
  readonly application: Application | null;
  readonly form: JsonValue | null;
  /** Every wrong field, by the schema given. */
  readonly formFaults: readonly FormFault[];
  readonly attachments: readonly AttachmentReport[];
  /** Who signed as what, and who is missing. */
  readonly signatories: readonly SignatoryReport[];
  /** True only where all signatories signed with keys of their own: never for a platform’s signature. */
  readonly ownSignature: boolean;
  readonly mandates: readonly MandateReport[];
  readonly identity: IdentityReport | null;
  /** The conditions of 电子签名法 art. 13, one by one, for each signature. */
  readonly reliability: readonly SignatureReliability[];
  /** Checks of the application beyond its signatures. */
  readonly checks: readonly Check[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * Checks a signed application: the signatures by `judge`, every file against `application.json` (both digests, type by
 * content), nothing unlisted, every field of the form, the right receiver, who signed as what and who is missing, the
 * mandate of an agent, the identification, and the conditions of 电子签名法 art. 13.
 * Not checked: what a scanned mandate or any other attachment says; who holds a key.
 * A bad application is a report, never an exception; ARGUMENT_INVALID, LIMIT_EXCEEDED and IO_FAILED are.
 */
export async function verifyApplication(
  file: FileInput,
  options: VerifyApplicationOptions,
): Promise<ApplicationReport> {
  const bytes = await readBounded(file, options);
  const container = sourceFromBytes(bytes);
  const facts = await factsOf(container, options);
  const report = await judge(facts, options);
  const content = await checkContent(container, options);
  const signatures = signaturesOf(facts.signatures, report);
  const parties = await checkParties(content, signatures, options);
  const checks = [
    ...content.checks,
    ...checkReceiver(content.application, options.receiverCode),
    ...parties.checks,
  ];
  const { outcome, reasons } = concludeChecks(report, checks);
  const { signatories, identity, mandates } = parties;
  return {
    schema: 'yinxin.application-report/1',
    at: formatTime(options.at),
    input: { name: options.name ?? 'application.asice', ...digestsOf(bytes) },
    conclusion: outcome === 'good' ? 'acceptable' : outcome === 'bad' ? 'not-acceptable' : 'undecided',
    reasons,
    report,
    application: content.application,
    form: content.form,
    formFaults: content.formFaults,
    attachments: content.attachments,
    signatories,
    ownSignature:
      content.application?.signedBy === 'applicant' && signatories.every(({ status }) => status === 'signed'),
    mandates,
    identity,
    reliability: reliability(content, signatures, signatories),
    checks,
    notChecked: notChecked(content, options, identity, signatories),
  };
}

async function readBounded(file: FileInput, { limits }: JudgeOptions): Promise<Uint8Array> {
  const source = toSource(file);
  assertWithin('zipBytes', source.size, limits ?? DEFAULT_LIMITS);
  return readAll(source);
}

async function factsOf(
  source: ReturnType<typeof sourceFromBytes>,
  { limits }: JudgeOptions,
): Promise<FileFacts> {
  try {
    return await inspectAsic(source, limits === undefined ? {} : { limits });
  } catch (error) {
    if (!(error instanceof YinxinError) || error.code === 'IO_FAILED') throw error;
    return failedFacts('asic', error, 'ETSI EN 319 102-1 5.2.2');
  }
}

function checkReceiver(application: Application | null, receiverCode: string | undefined): Check[] {
  if (application === null || receiverCode === undefined) return [];
  const right = application.receiver.code === receiverCode;
  const detail = `the application is addressed to ${application.receiver.name}`;
  return [check('APPLICATION_RECEIVER', right ? 'passed' : 'failed', detail, '电子签名法 art. 6 item 3')];
}

function reliability(
  { application, checks }: ApplicationContent,
  signatures: ReturnType<typeof signaturesOf>,
  signatories: readonly SignatoryReport[],
): SignatureReliability[] {
  if (application === null) return [];
  const matches = new Map(
    signatories.flatMap(({ signature, matchedBy }): [string, PartyMatch][] =>
      signature === null || matchedBy === null ? [] : [[signature, matchedBy]],
    ),
  );
  const contentIntact = checks.every(({ status }) => status !== 'failed');
  return reliabilityOf({ application, signatures, contentIntact, matches });
}

function notChecked(
  { application }: ApplicationContent,
  { formSchema }: VerifyApplicationOptions,
  identity: IdentityReport | null,
  signatories: readonly SignatoryReport[],
): NotChecked[] {
  const open: (readonly [boolean, string, string])[] = [
    [
      identity?.status !== 'proved',
      'IDENTITY_ASSERTED',
      'how the applicant was identified is stated in the application and was not verified',
    ],
    [
      true,
      'SIGNATURE_CREATION_DATA_ASSERTED',
      'sole possession and control of the key (电子签名法 art. 13 items 1, 2) follow from no file',
    ],
    [
      application !== null && formSchema === undefined,
      'FORM_SCHEMA_ABSENT',
      'no schema was given: the fields of the form were not checked',
    ],
    [
      application?.mandates !== undefined,
      'MANDATE_REVOCATION',
      'whether a principal has taken a mandate back since stands in no file',
    ],
    [
      signatories.some(({ matchedBy }) => matchedBy === 'name'),
      'SIGNER_CODE_ABSENT',
      'a certificate names its signatory by name alone: a namesake is not told apart',
    ],
  ];
  return open.filter(([applies]) => applies).map(([, code, detail]) => ({ code, detail }));
}
