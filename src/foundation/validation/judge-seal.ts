import type { Check, SubIndication } from '../core/index.ts';
import { equalBytes, formatTime } from '../core/index.ts';
import { validatePath } from '../pki/index.ts';
import { algorithmRules, type JudgeContext } from './context.ts';
import type { SealFacts, SignatureFacts } from './facts.ts';
import { type Act, anchorsFor, compromiseOf } from './listed-anchors.ts';
import type { Proof } from './poe/index.ts';
import { TRUSTED, type TrustResult } from './trust-result.ts';

const CLAUSE = 'GB/T 38540-2020 6.3';

/**
 * Is this seal (电子印章) one that an authorised maker made for this signer, and in force?
 * Checks in order: the maker's signature, the maker among `trust.sealMakers` and within its dates, the signer in
 * the seal's list, the seal's own validity at the time that is proved. No seal in the facts: nothing to object.
 */
export async function judgeSeal(facts: SignatureFacts, context: JudgeContext): Promise<TrustResult> {
  if (facts.seal === undefined) {
    if (facts.kind !== 'seal') return TRUSTED;
    return failed([], 'SEAL_MISSING', 'FORMAT_FAILURE', 'the entry is called a seal but holds none');
  }
  const seal = facts.seal;
  const passed: Check[] = [];
  if (seal.makerSignature !== 'intact') {
    return failed(
      passed,
      'SEAL_MAKER_SIGNATURE',
      'SIG_CRYPTO_FAILURE',
      'the maker’s signature over the seal is not right',
    );
  }
  passed.push(ok('SEAL_MAKER_SIGNATURE', 'the maker’s signature over the seal is right'));
  const proof = context.proofs.ofSignature(facts.id);
  const { time } = proof;
  const maker = await makerAuthorised(seal, proof, context);
  if (maker.trust !== 'trusted') return { ...maker, checks: [...passed, ...maker.checks] };
  passed.push(ok('SEAL_MAKER_AUTHORISED', 'the maker stands among the authorised seal makers'));
  if (!seal.signerListed) {
    return failed(
      passed,
      'SIGNER_NOT_IN_SEAL_CERT_LIST',
      'CHAIN_CONSTRAINTS_FAILURE',
      'the signer is not in the seal’s certificate list',
    );
  }
  passed.push(ok('SIGNER_IN_SEAL_CERT_LIST', 'the signer is in the seal’s certificate list'));
  if (time < seal.validFrom || time > seal.validTo) {
    const window = `${formatTime(seal.validFrom)} to ${formatTime(seal.validTo)}, asked for ${formatTime(time)}`;
    const inside = context.proofs.within(facts);
    const proved = inside !== undefined && inside.timestampTime! > seal.validTo;
    const subIndication = proved ? 'EXPIRED' : 'OUT_OF_BOUNDS_NO_POE';
    return failed(passed, 'SEAL_EXPIRED', subIndication, `the seal is in force from ${window}`);
  }
  passed.push(ok('SEAL_IN_FORCE', 'the seal is in force at the proved time'));
  return { ...TRUSTED, checks: passed, notChecked: maker.notChecked };
}

/**
 * A pin of the caller is judged at the time that is proved. The maker's act is the making of the seal, whenever it is used:
 * one that a signed list names counts for what it made in its time, and its dates are judged then.
 */
async function makerAuthorised(
  seal: SealFacts,
  { time, by }: Proof,
  { options, memo }: JudgeContext,
): Promise<TrustResult> {
  const isMaker = (pinned: Uint8Array): boolean => equalBytes(pinned, seal.makerCertificate);
  const act: Act = { time: seal.madeAt ?? seal.validFrom, ...(by === undefined ? {} : { provedTime: time }) };
  const pin = options.trust.sealMakers?.find(isMaker);
  const listed = pin === undefined ? anchorsFor('sealMakers', options, act).find(isMaker) : undefined;
  const maker = pin ?? listed;
  if (maker === undefined) {
    return failed(
      [],
      'SEAL_MAKER_NOT_AUTHORISED',
      'CHAIN_CONSTRAINTS_FAILURE',
      'the maker of this seal was not among the authorised makers when it was made (--seal-maker, --issuers); a chain to a general CA does not make one',
    );
  }
  const report = await validatePath({
    certificate: maker,
    trustAnchors: [maker],
    at: pin !== undefined || act.time > time ? time : act.time,
    crls: options.crls ?? [],
    ocspResponses: options.ocspResponses ?? [],
    revocation: 'if-available',
    // The time judged lies before `at`: what did not exist at `at` does not speak for it.
    revocationIssuedUntil: options.at,
    ...algorithmRules(options),
    memo,
  });
  if (report.trust !== 'trusted') {
    return { ...report, subIndication: report.subIndication ?? 'CHAIN_CONSTRAINTS_FAILURE', path: [] };
  }
  const compromise = compromiseOf(report.path, act, options);
  return compromise === undefined
    ? { ...TRUSTED, notChecked: report.notChecked }
    : { ...compromise, path: [] };
}

function ok(code: string, detail: string): Check {
  return { code, status: 'passed', detail, clause: CLAUSE };
}

function failed(
  before: readonly Check[],
  code: string,
  subIndication: SubIndication,
  detail: string,
): TrustResult {
  return {
    ...TRUSTED,
    trust: code === 'SEAL_EXPIRED' ? 'expired' : 'untrusted',
    subIndication,
    checks: [...before, { code, status: 'failed', detail, clause: CLAUSE }],
  };
}
