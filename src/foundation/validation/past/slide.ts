import { formatTime, type NotChecked, type SubIndication } from '../../core/index.ts';
import { type AlgorithmUse, judgeAlgorithms } from '../../crypto/index.ts';
import { isLiftedBy, type RevocationStatement, type StructuralPath, speaksUntil } from '../../pki/index.ts';
import type { Certificate } from '../../x509/index.ts';
import { algorithmRules, type JudgeContext } from '../context.ts';
import { isRevocationDemanded } from './revocation-demand.ts';
import { isInScope, isIssuedBy, provedSince, signerProblem } from './statement-time.ts';

/** Where validation time sliding ended. */
export type Slide =
  | {
      readonly controlTime: Date;
      readonly steps: readonly string[];
      readonly notChecked: readonly NotChecked[];
    }
  | { readonly subIndication: SubIndication; readonly why: string };

/** State of one slide over one path. */
interface Slider {
  readonly context: JudgeContext;
  time: Date;
  readonly steps: string[];
  readonly notChecked: NotChecked[];
}

/**
 * Validation time sliding (ETSI EN 319 102-1 5.6.2.2.4): from the validation time back, from the anchor down, to a
 * moment at which the chain can be judged by what is proved to have existed then. What a certificate signed and what is
 * proved to exist at that control time may be believed.
 *
 * It differs from the letter in three places (docs/decisions/0015): data that is not fresh any more moves the control
 * time to the last moment at which it was fresh, not to its issue, which lies before almost every signature that a CRL
 * answers for; a certificate or revocation data whose algorithm has ended must itself be proved to be older than that
 * end, where the standard slides to the end and asks nothing of the object; and no certificate counts after its own
 * end, the anchor's being its sunset. A revocation counts whatever proves its CRL.
 */
export function slideOver({ path, statements, algorithms }: StructuralPath, context: JudgeContext): Slide {
  const anchor = path[path.length - 1]!;
  const slider: Slider = { context, time: context.options.at, steps: [], notChecked: [] };
  moveTo(anchor.notAfter, `${anchor.subject.text} expired`, slider);
  for (let i = path.length - 2; i >= 0; i--) {
    const problem = passCertificate(path[i]!, statements[i]!, algorithms[i]!, slider);
    if (problem !== undefined) return problem;
  }
  const late = path.find(({ notBefore }) => slider.time < notBefore);
  const { time: controlTime, steps, notChecked } = slider;
  if (late === undefined) return { controlTime, steps, notChecked };
  const why = `at ${formatTime(slider.time)} ${late.subject.text} did not exist yet`;
  return { subIndication: 'NO_POE', why };
}

type Problem = Extract<Slide, { readonly why: string }>;

function passCertificate(
  certificate: Certificate,
  statements: readonly RevocationStatement[],
  algorithms: readonly AlgorithmUse[],
  slider: Slider,
): Problem | undefined {
  const { options } = slider.context;
  const name = certificate.subject.text;
  const unproved = proofProblem(certificate, algorithms, slider);
  if (unproved !== undefined) return unproved;
  const about = options.revocation === 'none' ? [] : statements;
  const usable = about.filter((statement) => isUsable(statement, certificate, slider));
  if (usable.length === 0 && options.revocation !== 'none') {
    const problem = withoutData(certificate, about, slider);
    if (isRevocationDemanded(certificate, options.revocation)) return problem;
    slider.notChecked.push({ code: 'REVOCATION_NOT_CHECKED', detail: problem.why });
  }
  const revoked = about.filter((statement) => isRevocation(statement, about)).sort(earliestRevocation)[0];
  // Strictly before: what exists at the moment of the revocation is not older than it.
  if (revoked !== undefined) moveTo(justBefore(revoked.revokedAt!), `${name} was revoked`, slider);
  const told = usable.some(({ status }) => status === 'revoked');
  const newest = usable.filter(({ status }) => status === 'good').sort(newestFirst)[0];
  if (newest !== undefined && !told) {
    moveTo(speaksUntil(newest), `the ${newest.source.toUpperCase()} about ${name} was fresh`, slider);
  }
  moveTo(certificate.notAfter, `${name} expired`, slider);
  return undefined;
}

/** The certificate is proved to exist by then, and to be older than the end of the algorithms that signed it. */
function proofProblem(
  { raw, subject }: Certificate,
  algorithms: readonly AlgorithmUse[],
  { context, time }: Slider,
): Problem | undefined {
  const proved = context.proofs.ofObject(raw).time;
  const rules = algorithmRules(context.options);
  const { refused, outsideProfile } = judgeAlgorithms(algorithms, proved, rules);
  if (outsideProfile.length > 0) {
    const why = `${subject.text} is signed outside the profile ${rules.profile}`;
    return { subIndication: 'CRYPTO_CONSTRAINTS_FAILURE', why };
  }
  if (refused.length > 0) {
    const ended = refused.map(({ reason }) => reason).join('; ');
    const why = `no timestamp proves that the certificate ${subject.text} is older than the end of what signed it: ${ended}`;
    return { subIndication: 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE', why };
  }
  if (proved <= time) return undefined;
  const why = `no timestamp proves that the certificate ${subject.text} existed at ${formatTime(time)}`;
  return { subIndication: 'NO_POE', why };
}

/** Step 2 a): in scope, issued before the control time, proved to exist by then, by who could be believed. */
function isUsable(
  statement: RevocationStatement,
  certificate: Certificate,
  { context, time }: Slider,
): boolean {
  if (statement.status === 'unknown' || !isInScope(statement, certificate)) return false;
  if (!isIssuedBy(statement, time) || provedSince(statement, context) > time) return false;
  return signerProblem(statement, context) === undefined;
}

/** A hold that newer data does not know any more was lifted; what a revoked key says counts neither way. */
function isRevocation(statement: RevocationStatement, about: readonly RevocationStatement[]): boolean {
  if (statement.status !== 'revoked' || statement.signerRevokedAt !== undefined) return false;
  return !about.some((later) => isLiftedBy(statement, later));
}

function withoutData(
  { subject, issuer }: Certificate,
  about: readonly RevocationStatement[],
  { context, time }: Slider,
): Problem {
  const orphaned = about.some(
    (s) => s.status !== 'unknown' && isIssuedBy(s, time) && signerProblem(s, context) === 'ended',
  );
  const when = formatTime(time);
  const why =
    about.length === 0
      ? `there is no revocation data about ${subject.text}: give a CRL or an OCSP response of ${issuer.text}`
      : `no timestamp proves that revocation data about ${subject.text} existed at ${when}: stamp the file with its validation data, or give newer data about the certificates above`;
  return { subIndication: orphaned ? 'REVOCATION_OUT_OF_BOUNDS_NO_POE' : 'NO_POE', why };
}

function moveTo(time: Date, reason: string, slider: Slider): void {
  if (time >= slider.time) return;
  slider.time = time;
  slider.steps.push(`to ${formatTime(time)}: ${reason}`);
}

function justBefore(time: Date): Date {
  return new Date(time.getTime() - 1);
}

function newestFirst(a: RevocationStatement, b: RevocationStatement): number {
  return b.thisUpdate.getTime() - a.thisUpdate.getTime();
}

function earliestRevocation(a: RevocationStatement, b: RevocationStatement): number {
  return a.revokedAt!.getTime() - b.revokedAt!.getTime();
}
