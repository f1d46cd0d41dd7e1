import { YinxinError } from '../../../foundation/core/index.ts';
import type { Check, JudgeOptions } from '../../../foundation/validation/index.ts';
import { check } from '../file-checks.ts';
import type { Application, Party } from '../model.ts';
import { principalsOf, sameCode, sameParty } from '../signatories.ts';
import { isSignedByParty, type SignatoryReport } from '../signers/index.ts';
import { openStatement } from '../statement.ts';
import { heldAt } from '../time-window.ts';
import { type Mandate, type MandateAct, readMandate } from './model.ts';

/** A mandate as found: its terms, and whether its principal signed it. */
export interface MandateReport {
  readonly path: string;
  /** `null`: no mandate that a program can read (a scan, say). */
  readonly mandate: Mandate | null;
  /** By its own signature, or by the principal’s under the whole application. */
  readonly signedByPrincipal: boolean;
}

/** An act of an agent, at a time. */
export interface AgentAct {
  readonly act: MandateAct;
  readonly agent: Party;
  readonly matter: string;
  readonly claimedAt: Date;
  /** Earliest time at which the act is known to have happened. */
  readonly provedAt: Date;
}

const CLAUSE = '民法典 第一百六十五条';

/** Reads the mandates of an application; nothing is compared yet. */
export async function readMandates(
  application: Application,
  signatories: readonly SignatoryReport[],
  read: (path: string) => Promise<Uint8Array | undefined>,
  options: JudgeOptions,
): Promise<{ readonly mandates: readonly MandateReport[]; readonly checks: readonly Check[] }> {
  const mandates: MandateReport[] = [];
  const checks: Check[] = [];
  for (const path of application.mandates ?? []) {
    const data = await read(path);
    const type = application.attachments.find((attachment) => attachment.path === path)?.mediaType;
    if (data === undefined) {
      mandates.push({ path, mandate: null, signedByPrincipal: false });
      continue;
    }
    const { report, checks: found } = await readOne(path, data, type, signatories, options);
    mandates.push(report);
    checks.push(...found);
  }
  return { mandates, checks };
}

interface ReadOne {
  readonly report: MandateReport;
  readonly checks: readonly Check[];
}

async function readOne(
  path: string,
  data: Uint8Array,
  type: string | undefined,
  signatories: readonly SignatoryReport[],
  options: JudgeOptions,
): Promise<ReadOne> {
  if (type === 'application/json') return withoutSignature(path, data, signatories);
  if (type === 'application/pkcs7-mime') return withSignature(path, data, options);
  return { report: { path, mandate: null, signedByPrincipal: false }, checks: [] };
}

/** Plain terms count where the principal signed the application that they are part of. */
function withoutSignature(path: string, data: Uint8Array, signatories: readonly SignatoryReport[]): ReadOne {
  const mandate = parse(data);
  if (mandate instanceof YinxinError) return malformed(path, mandate);
  const signedByPrincipal = signatories.some(
    ({ role, status, party }) =>
      role !== 'agent' && status === 'signed' && sameParty(party, mandate.principal),
  );
  return { report: { path, mandate, signedByPrincipal }, checks: [] };
}

async function withSignature(path: string, data: Uint8Array, options: JudgeOptions): Promise<ReadOne> {
  const { report, content, signers } = await openStatement(data, options);
  const mandate = 'fault' in content ? content.fault : parse(content.bytes);
  if (mandate instanceof YinxinError) return malformed(path, mandate);
  const { indication } = report.conclusion;
  const named = isSignedByParty(signers, mandate.principal);
  const failed = indication === 'TOTAL_FAILED' || indication === 'NO_SIGNATURE_FOUND';
  const signedByPrincipal = indication === 'TOTAL_PASSED' && named;
  const broken = check(
    'APPLICATION_MANDATE_SIGNATURE',
    'failed',
    `${path}: its signature does not hold`,
    CLAUSE,
  );
  return { report: { path, mandate, signedByPrincipal }, checks: failed ? [broken] : [] };
}

function signatureCheck({ path, signedByPrincipal: passed }: MandateReport): Check {
  const detail = passed
    ? `${path} is signed by the principal`
    : `${path}: nothing proves that the principal signed`;
  return check('APPLICATION_MANDATE_SIGNATURE', passed ? 'passed' : 'not-run', detail, CLAUSE);
}

function malformed(path: string, { message }: YinxinError): ReadOne {
  return {
    report: { path, mandate: null, signedByPrincipal: false },
    checks: [check('APPLICATION_MANDATE_MALFORMED', 'failed', `${path}: ${message}`, CLAUSE)],
  };
}

function parse(bytes: Uint8Array): Mandate | YinxinError {
  try {
    return readMandate(bytes);
  } catch (error) {
    if (error instanceof YinxinError) return error;
    throw error;
  }
}

/**
 * May the agent act for every principal that did not sign? Each needs a mandate that names the principal, this agent,
 * this matter, this act and this time. Of a mandate that cannot be read nothing is known.
 */
export function checkAgentAct(
  application: Application,
  mandates: readonly MandateReport[],
  signatories: readonly SignatoryReport[],
  act: AgentAct,
): Check[] {
  const signs = (principal: Party): boolean =>
    signatories.some(
      ({ role, status, party }) => role !== 'agent' && status === 'signed' && sameParty(party, principal),
    );
  return principalsOf(application)
    .filter((principal) => !signs(principal))
    .flatMap((principal) => checkPrincipal(principal, mandates, act));
}

function checkPrincipal(principal: Party, mandates: readonly MandateReport[], act: AgentAct): Check[] {
  const own = mandates.filter(({ mandate }) => mandate !== null && sameCode(mandate.principal, principal));
  const unread = mandates.find(({ mandate }) => mandate === null);
  if (own.length === 0) return [unread === undefined ? missing(mandates.length) : unreadCheck(unread)];
  const attempts = own.map((report) => [signatureCheck(report), ...termsOf(report.mandate!, principal, act)]);
  return attempts.find((terms) => terms.every(({ status }) => status === 'passed')) ?? attempts[0]!;
}

function unreadCheck({ path }: MandateReport): Check {
  const detail = `${path} is a mandate that no program can read: look at it`;
  return check('APPLICATION_MANDATE_UNREAD', 'not-run', detail, CLAUSE);
}

function missing(count: number): Check {
  const detail =
    count === 0
      ? 'an agent acts without a mandate'
      : 'no mandate names the principal for whom the agent acts';
  return check(
    count === 0 ? 'APPLICATION_MANDATE_MISSING' : 'APPLICATION_MANDATE_PRINCIPAL',
    'failed',
    detail,
    CLAUSE,
  );
}

function termsOf(mandate: Mandate, principal: Party, act: AgentAct): Check[] {
  const term = (name: string, passed: boolean, what: string): Check =>
    check(
      `APPLICATION_MANDATE_${name}`,
      passed ? 'passed' : 'failed',
      passed ? `the mandate names ${what}` : `the mandate does not name ${what}`,
      CLAUSE,
    );
  return [
    term('PRINCIPAL', sameParty(mandate.principal, principal), 'this principal'),
    term('AGENT', sameParty(mandate.agent, act.agent), 'this agent'),
    term('MATTER', mandate.matters.includes(act.matter), 'this matter'),
    term('ACT', mandate.acts.includes(act.act), `this act (${act.act})`),
    timeTerm(mandate, act),
  ];
}

function timeTerm({ validFrom, validTo }: Mandate, { claimedAt, provedAt }: AgentAct): Check {
  const span = { from: new Date(validFrom), to: new Date(validTo) };
  const held = heldAt(span, claimedAt, provedAt);
  const code = 'APPLICATION_MANDATE_TIME';
  if (held === 'held') return check(code, 'passed', 'the mandate was in force', CLAUSE);
  if (held === 'unproved')
    return check(code, 'not-run', 'the mandate has ended, and nothing proves that the act is older', CLAUSE);
  return check(code, 'failed', `the mandate was not in force: ${held}`, CLAUSE);
}
