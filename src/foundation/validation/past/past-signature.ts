import { type Check, formatTime, type SubIndication } from '../../core/index.ts';
import type { JudgeContext } from '../context.ts';
import type { SignatureFacts } from '../facts.ts';
import { answered, refused, type TrustResult, withCheck } from '../trust-result.ts';
import { type PastCertificate, validatePast } from './past-certificate.ts';

const CLAUSE = 'ETSI EN 319 102-1 5.6.2.4';

/** Where a missing proof is all that is wrong: table 6 has a word for it. */
const SAYS_WHEN_ONLY: ReadonlySet<SubIndication> = new Set<SubIndication>([
  'OUT_OF_BOUNDS_NO_POE',
  'OUT_OF_BOUNDS_NOT_REVOKED',
  'NO_CERTIFICATE_CHAIN_FOUND_NO_POE',
]);

/**
 * Past signature validation (ETSI EN 319 102-1 5.6.2.4.4): what does not hold at the validation time holds all the same
 * if the value is proved to have existed while its certificate could be believed. Otherwise the present verdict stays,
 * with the reason and what to supply; NO_POE where proofs about the certificates are what is missing.
 */
export function judgePast(
  facts: SignatureFacts,
  certificate: Uint8Array,
  now: TrustResult,
  context: JudgeContext,
): TrustResult {
  const past = validatePast(facts, certificate, context);
  if ('why' in past) return notSaved(now, past);
  const { controlTime, path, steps } = past;
  const { time, by } = context.proofs.ofSignature(facts.id);
  const slid = steps.length === 0 ? '' : ` (${steps.join('; ')})`;
  const until = `${formatTime(controlTime)}${slid}`;
  if (time > controlTime) {
    const detail = `the chain counts until ${until}, but the value is proved only since ${formatTime(time)}: give a timestamp from before`;
    return withCheck(now, failed(detail));
  }
  const signer = path[0]!;
  if (time < signer.notBefore) {
    const detail = `proved at ${formatTime(time)}, before ${signer.subject.text} began`;
    return { ...refused('untrusted', 'NOT_YET_VALID', detail, 'NOT_YET_VALID', CLAUSE), path };
  }
  const proof = by === undefined ? 'the validation time' : by.id;
  const detail = `the chain counts until ${until}; the value is proved since ${formatTime(time)} by ${proof}`;
  return {
    trust: 'trusted',
    subIndication: null,
    checks: [...answered(now.checks), { code: 'PAST_VALIDATION', status: 'passed', detail, clause: CLAUSE }],
    notChecked: [...now.notChecked, ...past.notChecked],
    path,
  };
}

function notSaved(
  now: TrustResult,
  { subIndication, why, notChecked = [] }: Extract<PastCertificate, { readonly why: string }>,
): TrustResult {
  const more = now.subIndication !== null && SAYS_WHEN_ONLY.has(now.subIndication);
  const decision = { trust: now.trust, subIndication: more ? subIndication : now.subIndication };
  return withCheck({ ...now, notChecked: [...now.notChecked, ...notChecked] }, failed(why), decision);
}

function failed(detail: string): Check {
  return { code: 'PAST_VALIDATION', status: 'failed', detail, clause: CLAUSE };
}
