import { equalBytes } from '../../foundation/core/index.ts';
import { type AlgorithmUse, judgeAlgorithms } from '../../foundation/crypto/index.ts';
import { validatePath } from '../../foundation/pki/index.ts';
import { type Act, anchorsFor, compromiseOf, type JudgeOptions } from '../../foundation/validation/index.ts';
import type { Seal, SealFindings } from '../../signatures/ses/index.ts';
import { CLAUSE, type Findings, holds, refuses } from './findings.ts';

/** The maker's value over the seal, and the algorithms it rests on. */
export function checkMakerSignature({ facts }: SealFindings): Findings {
  const code = 'SEAL_MAKER_SIGNATURE';
  if (facts.makerSignature === 'intact') return holds(code, 'the maker’s signature over the seal is right');
  return facts.makerSignature === 'broken'
    ? refuses(code, 'SIG_CRYPTO_FAILURE', 'the maker’s signature over the seal is not right')
    : refuses(code, 'CRYPTO_CONSTRAINTS_FAILURE', 'the algorithm of the maker’s signature is not supported');
}

/** Do the algorithms of the maker count at the time asked for? */
export function checkAlgorithms(uses: readonly AlgorithmUse[], options: JudgeOptions): Findings {
  const { refused, tolerated, outsideProfile, subIndication } = judgeAlgorithms(uses, options.at, options);
  const reasons = refused.map(({ reason }) => reason);
  if (outsideProfile.length > 0) reasons.push(`the seal is signed outside the profile ${options.profile}`);
  if (subIndication !== undefined) return refuses('ALGORITHM_LEGACY', subIndication, reasons.join('; '));
  if (tolerated.length === 0) return { checks: [], notChecked: [] };
  const detail = `admitted: ${tolerated.map(({ reason }) => reason).join('; ')}`;
  return {
    checks: [{ code: 'ALGORITHM_LEGACY', status: 'warning', detail, clause: CLAUSE }],
    notChecked: [],
  };
}

/**
 * The maker must stand in `trust.sealMakers` itself, or in a signed list for the day on which the seal was made: a chain to
 * a general CA makes nobody a maker of seals. The dates and revocation of a pin are judged at `at`; those of a listed maker
 * when it made the seal. A key that a list calls compromised makes none: nothing proves how old a seal by itself is.
 */
export async function checkMaker(
  { makerCertificate, createdAt }: Seal,
  options: JudgeOptions,
): Promise<Findings> {
  const { trust, at } = options;
  // Nothing proves when the seal was made: only what it says itself.
  const act: Act = { time: createdAt };
  const isMaker = (certificate: Uint8Array): boolean => equalBytes(certificate, makerCertificate);
  const pin = trust.sealMakers?.find(isMaker);
  const maker = pin ?? anchorsFor('sealMakers', options, act).find(isMaker);
  if (maker === undefined) {
    const detail =
      'the maker of this seal was not among the authorised makers when it was made; a chain to a general CA does not make one';
    return refuses('SEAL_MAKER_NOT_AUTHORISED', 'CHAIN_CONSTRAINTS_FAILURE', detail);
  }
  const path = await validatePath({
    ...options,
    certificate: maker,
    trustAnchors: [maker],
    at: pin !== undefined || createdAt > at ? at : createdAt,
    // What did not exist at `at` does not speak for it.
    revocationIssuedUntil: at,
    // A pin is an anchor: nothing above it is asked, but a revocation that was supplied counts.
    revocation: options.revocation === 'none' ? 'none' : 'if-available',
  });
  if (path.status !== 'valid') {
    return {
      checks: path.checks,
      notChecked: path.notChecked,
      subIndication: path.subIndication ?? 'CHAIN_CONSTRAINTS_FAILURE',
    };
  }
  const compromise = compromiseOf(path.path, act, options);
  if (compromise !== undefined) {
    const { checks, notChecked, subIndication } = compromise;
    return { checks, notChecked, subIndication: subIndication ?? 'REVOKED_NO_POE' };
  }
  const right = holds(
    'SEAL_MAKER_AUTHORISED',
    'the maker stands among the authorised makers, and is in its dates',
  );
  return { ...right, notChecked: path.notChecked };
}
