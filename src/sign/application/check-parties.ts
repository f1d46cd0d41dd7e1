import type { BestTime, Check } from '../../foundation/validation/index.ts';
import type { ApplicationContent } from './content-checks.ts';
import { type CheckedIdentity, checkIdentity, type IdentityReport } from './identity/index.ts';
import { checkAgentAct, type MandateReport, readMandates } from './mandate/index.ts';
import type { Application } from './model.ts';
import type { VerifyApplicationOptions } from './options.ts';
import {
  checkPlatform,
  checkSignatories,
  type JudgedSignature,
  type SignatoryReport,
} from './signers/index.ts';

/** Everything about the people behind an application. */
export interface CheckedParties {
  readonly signatories: readonly SignatoryReport[];
  readonly identity: IdentityReport | null;
  readonly mandates: readonly MandateReport[];
  readonly checks: readonly Check[];
}

/** Who signed as what, for whom, and how they were identified. */
export async function checkParties(
  content: ApplicationContent,
  signatures: readonly JudgedSignature[],
  options: VerifyApplicationOptions,
): Promise<CheckedParties> {
  const { application } = content;
  if (application === null) return { signatories: [], identity: null, mandates: [], checks: [] };
  const provedAt = provedTime(signatures, options);
  const identity = await identityOf(application, content, provedAt, options);
  const platform = checkPlatform(application, signatures, identity.report, options);
  const people = application.platform === undefined ? checkSignatories(application, signatures) : undefined;
  const signatories = [...(people?.signatories ?? []), ...platform.signatories];
  const mandate = await readMandates(application, signatories, content.read, options);
  const agent = agentChecks(application, mandate.mandates, signatories, options);
  return {
    signatories,
    identity: identity.report,
    mandates: mandate.mandates,
    checks: [...identity.checks, ...platform.checks, ...(people?.checks ?? []), ...mandate.checks, ...agent],
  };
}

async function identityOf(
  application: Application,
  { read }: ApplicationContent,
  provedAt: Date,
  { identity, at }: VerifyApplicationOptions,
): Promise<CheckedIdentity> {
  const { evidence } = application.identity;
  const data = evidence === undefined ? undefined : await read(evidence.path);
  return checkIdentity({ application, evidence: data, options: identity, at, provedAt });
}

function agentChecks(
  application: Application,
  mandates: readonly MandateReport[],
  signatories: readonly SignatoryReport[],
  options: VerifyApplicationOptions,
): Check[] {
  const { agent, matter, submittedAt } = application;
  if (agent === undefined) return [];
  const signedAt = signatories.find(({ role }) => role === 'agent' || role === 'platform')?.signedAt;
  const provedAt = earliest(signedAt == null ? [] : [signedAt], options);
  const act = {
    act: 'apply',
    agent,
    matter: matter.code,
    claimedAt: new Date(submittedAt),
    provedAt,
  } as const;
  return checkAgentAct(application, mandates, signatories, act);
}

/** Earliest time at which some signature over all files, and so the content, is known to have existed. */
function provedTime(signatures: readonly JudgedSignature[], options: VerifyApplicationOptions): Date {
  const whole = signatures.filter(
    ({ report }) => report.cryptography === 'intact' && report.coverage === 'whole-file',
  );
  return earliest(
    whole.map(({ report }) => report.bestTime),
    options,
  );
}

function earliest(times: readonly BestTime[], { at, receivedAt }: VerifyApplicationOptions): Date {
  const proved = times
    .filter(({ source }) => source !== 'validation-time')
    .map(({ time }) => Date.parse(time));
  return new Date(Math.min(at.getTime(), receivedAt?.getTime() ?? Number.POSITIVE_INFINITY, ...proved));
}
