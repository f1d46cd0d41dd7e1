import { formatTime } from '../../../foundation/core/index.ts';
import type { Check } from '../../../foundation/validation/index.ts';
import { bindingOf } from '../digests.ts';
import type { Application, IdentityEvidence } from '../model.ts';
import { sameCode } from '../signatories.ts';
import { heldAt } from '../time-window.ts';
import type { IdentityClaims } from './claims.ts';
import type { EvidenceFile, IdentityAnswer, IdentityFault, IdentityVerifier } from './verifier.ts';

/** Whom to believe about identification, and as whom evidence must address the reader. */
export interface IdentityOptions {
  readonly verifier: IdentityVerifier;
  /** One of the audiences (`aud`) of the evidence must be this. */
  readonly audience: string;
  /** Tolerance between clocks; unset: 60. */
  readonly clockSkewSeconds?: number;
}

/** What is known of the identification. */
export interface IdentityReport extends IdentityEvidence {
  /**
   * `proved`: an identity provider signed who, when and how, for this application and this reader. `asserted`: only the
   * application says so. `refused`: the evidence contradicts it; the code stands in `checks`.
   */
  readonly status: 'proved' | 'asserted' | 'refused';
  readonly proof: {
    readonly issuer: string;
    /** Key or certificate. */
    readonly by: string;
    readonly subject: IdentityEvidence['subject'];
    readonly identifiedAt: string;
    readonly validTo: string;
  } | null;
}

/** Result of {@link checkIdentity}. */
export interface CheckedIdentity {
  readonly report: IdentityReport;
  readonly checks: readonly Check[];
}

/** Evidence with what it must fit. */
export interface IdentityQuestion {
  readonly application: Application;
  /** Bytes of the evidence; `undefined` where there is none or it was changed. */
  readonly evidence: Uint8Array | undefined;
  readonly options: IdentityOptions | undefined;
  readonly at: Date;
  /** Earliest time at which the application is known to have existed. */
  readonly provedAt: Date;
}

const CLAUSE = '浙江省政府令第354号: 能够识别身份';
const SKEW_SECONDS = 60;

/**
 * The identification behind an application: its subject is the person who acts, and the evidence, where it can be
 * verified, is bound to this application and this reader, says what the application says, and was in force at
 * submission.
 */
export async function checkIdentity(question: IdentityQuestion): Promise<CheckedIdentity> {
  const { application, evidence, options, at } = question;
  const stated = application.identity;
  const own = actorFault(application);
  if (own !== undefined) return refusal(stated, own);
  if (stated.evidence !== undefined && evidence === undefined)
    return refusal(stated, fail('IDENTITY_MALFORMED', 'the evidence cannot be read'));
  if (stated.evidence === undefined || options === undefined || evidence === undefined)
    return { report: { ...stated, status: 'asserted', proof: null }, checks: [] };
  const answer = await ask(options.verifier, { form: stated.evidence.form, data: evidence }, at);
  if (answer.status === 'undecided') return undecided(stated, 'IDENTITY_UNDECIDED', answer.detail);
  if (answer.status === 'refused') return refusal(stated, answer);
  return judgeClaims(question, options, answer);
}

/** A verifier that fails leaves it open: a service that is down must not look like a forgery, nor like a proof. */
async function ask(verifier: IdentityVerifier, evidence: EvidenceFile, at: Date): Promise<IdentityAnswer> {
  try {
    return await verifier.authenticate(evidence, at);
  } catch {
    return { status: 'undecided', detail: 'the verifier failed: ask it again' };
  }
}

type Authentic = Extract<IdentityAnswer, { readonly status: 'authentic' }>;

function judgeClaims(
  { application, provedAt }: IdentityQuestion,
  options: IdentityOptions,
  { claims, by }: Authentic,
): CheckedIdentity {
  const stated = application.identity;
  const fault = claimFault(application, claims, options.audience);
  if (fault !== undefined) return refusal(stated, fault);
  const skew = (options.clockSkewSeconds ?? SKEW_SECONDS) * 1000;
  const span = {
    from: new Date(claims.validFrom.getTime() - skew),
    to: new Date(claims.validTo.getTime() + skew),
  };
  const held = heldAt(span, new Date(application.submittedAt), provedAt);
  if (held === 'not-yet')
    return refusal(stated, fail('IDENTITY_NOT_YET', 'the evidence is younger than the submission'));
  if (held === 'ended')
    return refusal(stated, fail('IDENTITY_EXPIRED', 'the evidence had expired at submission'));
  if (held === 'unproved') {
    const detail = 'the evidence has expired, and nothing proves that the application is older';
    return undecided(stated, 'IDENTITY_TIME_UNPROVED', detail);
  }
  const proof = {
    issuer: claims.issuer,
    by,
    subject: claims.subject,
    identifiedAt: formatTime(claims.identifiedAt),
    validTo: formatTime(claims.validTo),
  };
  return {
    report: { ...stated, status: 'proved', proof },
    checks: [
      check('IDENTITY_PROVED', 'passed', `${claims.issuer} identified the person for this application`),
    ],
  };
}

interface Fault {
  readonly code: IdentityFault;
  readonly detail: string;
}

const fail = (code: IdentityFault, detail: string): Fault => ({ code, detail });

/** Whoever was identified must be somebody who acts: the agent or an applicant. */
function actorFault(application: Application): Fault | undefined {
  const { identity, agent, applicant, signatories } = application;
  const actors = [
    agent ?? applicant,
    ...signatories.flatMap(({ role, party }) => (role === 'platform' ? [] : [party])),
  ];
  return actors.some((actor) => sameCode(actor, identity.subject))
    ? undefined
    : fail('IDENTITY_SUBJECT', 'somebody was identified who neither applies nor acts as agent');
}

function claimFault(application: Application, claims: IdentityClaims, audience: string): Fault | undefined {
  const { identity } = application;
  const bound = bindingOf(application);
  const { sha256 = bound.sha256, sm3 = bound.sm3 } = claims.application;
  if (sha256 !== bound.sha256 || sm3 !== bound.sm3)
    return fail('IDENTITY_BINDING', 'the evidence was made for another application, or this one was changed');
  if (!claims.audience.includes(audience))
    return fail('IDENTITY_AUDIENCE', 'the evidence was made for another reader');
  if (!sameCode(claims.subject, identity.subject))
    return fail('IDENTITY_SUBJECT', 'the evidence is about another person');
  const same =
    claims.methods.includes(identity.method) &&
    claims.assuranceLevel === identity.assuranceLevel &&
    Math.floor(claims.identifiedAt.getTime() / 1000) === Math.floor(Date.parse(identity.time) / 1000) &&
    (identity.provider === undefined || identity.provider === claims.issuer);
  return same
    ? undefined
    : fail('IDENTITY_STATED', 'method, level, time or provider are not those of the evidence');
}

function refusal(stated: IdentityEvidence, { code, detail }: Fault): CheckedIdentity {
  return { report: { ...stated, status: 'refused', proof: null }, checks: [check(code, 'failed', detail)] };
}

function undecided(stated: IdentityEvidence, code: string, detail: string): CheckedIdentity {
  return { report: { ...stated, status: 'asserted', proof: null }, checks: [check(code, 'not-run', detail)] };
}

function check(code: string, status: Check['status'], detail: string): Check {
  return { code, status, detail, clause: CLAUSE };
}
