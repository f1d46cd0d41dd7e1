import { formatTime, isYinxinError, type SubIndication } from '../../core/index.ts';
import { timeWindow } from '../../pki/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { JudgeContext } from '../context.ts';
import type { SignatureFacts } from '../facts.ts';
import { actOf, compromiseOf } from '../listed-anchors.ts';
import { judgePast } from '../past/index.ts';
import { orderContradiction } from '../poe/index.ts';
import { refused, type TrustResult, withCheck } from '../trust-result.ts';
import { type Standing, standingAt } from './standing.ts';
import { judgeWithTime } from './with-time.ts';

/** What a proof of existence may still answer (ETSI EN 319 102-1 5.5.4 step 2, 5.6.3.4 step 3). */
const ANSWERABLE: ReadonlySet<SubIndication> = new Set<SubIndication>([
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'OUT_OF_BOUNDS_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
  'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
  'REVOCATION_OUT_OF_BOUNDS_NO_POE',
  'TRY_LATER',
]);

/**
 * Is the certificate of an entry believed for what it did, and is no key of its chain compromised by a signed list?
 */
export async function trustEntry(facts: SignatureFacts, context: JudgeContext): Promise<TrustResult> {
  const result = await trustCertificate(facts, context);
  const compromise = compromiseOf(result.path, actOf(facts, context.proofs), context.options);
  if (compromise === undefined) return result;
  return withCheck(result, compromise.checks[0]!, result.trust === 'trusted' ? compromise : result);
}

/**
 * At the validation time (5.3); with the times that good
 * timestamps prove (5.5); and by past validation (5.6). In the order of ETSI EN 319 102-1.
 */
async function trustCertificate(facts: SignatureFacts, context: JudgeContext): Promise<TrustResult> {
  const certificate = signerOf(facts, context);
  if (certificate === undefined) {
    const detail = 'the signer’s certificate is not in the file and was not given: give it';
    return refused('unknown', 'NO_SIGNING_CERTIFICATE_FOUND', detail, undefined, 'ETSI EN 319 102-1 5.2.3');
  }
  const now = await standingAt(facts, certificate.raw, context.options.at, context);
  if (now.trust !== 'trusted' && !ANSWERABLE.has(now.subIndication!)) return now;
  const isSignature = facts.timestampTime === undefined;
  const contradiction = isSignature ? orderContradiction(facts, context.proofs) : undefined;
  if (contradiction !== undefined) {
    const clause = 'ETSI EN 319 102-1 5.5.4; RFC 3161 2.4.2';
    const bad = refused('unknown', 'TIMESTAMP_ORDER_FAILURE', contradiction, undefined, clause);
    return { ...bad, checks: [...now.checks, ...bad.checks], notChecked: now.notChecked, path: now.path };
  }
  return provenFailure(facts, certificate, now, context) ?? answer(facts, certificate, now, context);
}

/** What time proves against the signature: it fails then, whatever else is missing. */
function provenFailure(
  facts: SignatureFacts,
  certificate: Certificate,
  now: Standing,
  { proofs }: JudgeContext,
): TrustResult | undefined {
  const fail = (
    trust: 'untrusted' | 'revoked' | 'expired',
    sub: SubIndication,
    detail: string,
  ): TrustResult => {
    const bad = refused(trust, sub, detail, sub, 'ETSI EN 319 102-1 5.3.4, 5.5.4');
    return { ...bad, checks: [...now.checks, ...bad.checks], notChecked: now.notChecked, path: now.path };
  };
  const name = certificate.subject.text;
  const { time, by } = proofs.ofSignature(facts.id);
  if (time < certificate.notBefore) {
    const proof = by === undefined ? 'the validation time' : `the timestamp ${by.id}`;
    const when = `${formatTime(time)} (${proof})`;
    return fail(
      'untrusted',
      'NOT_YET_VALID',
      `made before ${when}; ${name} begins ${formatTime(certificate.notBefore)}`,
    );
  }
  const inside = proofs.within(facts);
  if (inside === undefined || facts.cryptography !== 'intact') return undefined;
  const since =
    inside.timestampInfo === undefined ? inside.timestampTime! : timeWindow(inside.timestampInfo).earliest;
  const revoked = now.report.revocation.find(({ index, status }) => index === 0 && status === 'revoked');
  const made = `made after the timestamp ${inside.id} of ${formatTime(since)}`;
  if (revoked?.revokedAt !== undefined && revoked.reason !== 'certificateHold' && since > revoked.revokedAt)
    return fail('revoked', 'REVOKED', `${made}; ${name} was revoked ${formatTime(revoked.revokedAt)}`);
  if (since > certificate.notAfter)
    return fail('expired', 'EXPIRED', `${made}; ${name} ended ${formatTime(certificate.notAfter)}`);
  return undefined;
}

function answer(
  facts: SignatureFacts,
  certificate: Certificate,
  now: Standing,
  context: JudgeContext,
): TrustResult {
  const { proofs } = context;
  // Without a timestamp over it only the process for basic signatures applies (5.6.3.4 step 3).
  if (now.trust === 'trusted' || proofs.claimedOver(facts.id).length === 0) return now;
  const best = proofs.ofSignature(facts.id);
  return (
    judgeWithTime(facts, certificate, now, best, context) ?? judgePast(facts, certificate.raw, now, context)
  );
}

function signerOf({ signerCertificate }: SignatureFacts, { memo }: JudgeContext): Certificate | undefined {
  if (signerCertificate === undefined) return undefined;
  try {
    return memo.certificate(signerCertificate);
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}
