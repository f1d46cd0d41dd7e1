import { equalBytes } from '../../foundation/core/index.ts';
import { type AlgorithmUse, judgeAlgorithms } from '../../foundation/crypto/index.ts';
import { validatePath } from '../../foundation/pki/index.ts';
import type { JudgeOptions } from '../../foundation/validation/index.ts';
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
 * The maker must stand in `trust.sealMakers` itself: a chain to a general CA makes nobody a maker of seals. Its dates and
 * revocation are judged at `at`.
 */
export async function checkMaker({ makerCertificate }: Seal, options: JudgeOptions): Promise<Findings> {
  const pin = options.trust.sealMakers?.find((pinned) => equalBytes(pinned, makerCertificate));
  if (pin === undefined) {
    const detail =
      'the maker of this seal is not among the authorised makers; a chain to a general CA does not make one';
    return refuses('SEAL_MAKER_NOT_AUTHORISED', 'CHAIN_CONSTRAINTS_FAILURE', detail);
  }
  const path = await validatePath({
    ...options,
    certificate: pin,
    trustAnchors: [pin],
    // A pin is an anchor: nothing above it is asked, but a revocation that was supplied counts.
    revocation: options.revocation === 'none' ? 'none' : 'if-available',
  });
  if (path.status === 'valid') {
    const right = holds(
      'SEAL_MAKER_AUTHORISED',
      'the maker stands among the authorised makers, and is in its dates',
    );
    return { ...right, notChecked: path.notChecked };
  }
  return {
    checks: path.checks,
    notChecked: path.notChecked,
    subIndication: path.subIndication ?? 'CHAIN_CONSTRAINTS_FAILURE',
  };
}
