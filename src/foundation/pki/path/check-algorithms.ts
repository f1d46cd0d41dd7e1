import { formatTime, isYinxinError } from '../../core/index.ts';
import {
  type AlgorithmRules,
  type AlgorithmUse,
  type AlgorithmVerdict,
  algorithmUses,
  clauseOfProfile,
  ETSI_TS_119_312,
  isKeyInProfile,
  judgeAlgorithms,
  type PublicKey,
} from '../../crypto/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PkiMemo } from '../memo.ts';

const CLAUSE = 'ETSI TS 119 312; ETSI EN 319 102-1 5.2.6.4';

/** What the algorithms of a path are judged with; `PathContext` has it all. */
export interface AlgorithmContext {
  readonly options: AlgorithmRules & { readonly at: Date };
  readonly memo: PkiMemo;
}

/**
 * What the signature of each certificate below the anchor rests on, in the order of the path. The anchor is believed
 * as it is: its own signature proves nothing and does not count (RFC 5280 6.1), but its key signed the one below.
 */
export function chainAlgorithms(path: readonly Certificate[], memo: PkiMemo): AlgorithmUse[][] {
  return path.slice(0, -1).map((certificate, i) => {
    const issuer = path[i + 1]!;
    return algorithmUses(issuer.publicKey, memo.signedBy(certificate, issuer).scheme);
  });
}

/**
 * Every signature below the anchor was made with algorithms that count at `at`, by the dated policy; under a profile
 * also the key of the certificate itself. CRYPTO_CONSTRAINTS_FAILURE, or with _NO_POE where the certificate may be
 * older than the end of its algorithm, and a proof of that would save it.
 */
export function checkAlgorithms(
  path: readonly Certificate[],
  { options, memo }: AlgorithmContext,
  findings: Findings,
): void {
  let good = true;
  for (const [i, uses] of chainAlgorithms(path, memo).entries()) {
    const certificate = path[i]!;
    const verdict = judgeAlgorithms(uses, options.at, options, certificate.notBefore);
    if (verdict.refused.length + verdict.tolerated.length + verdict.outsideProfile.length > 0) good = false;
    tell(certificate, verdict, options, findings);
    tellQuirks(certificate, path[i + 1]!, memo, findings);
  }
  const { profile } = options;
  if (profile !== undefined && !isKeyInProfile(keyKind(path[0]!), profile)) {
    good = false;
    const detail = `the key of ${path[0]!.subject.text} is none of the profile ${profile}`;
    findings.refuse(
      'untrusted',
      'CRYPTO_CONSTRAINTS_FAILURE',
      'PROFILE_ALGORITHM',
      detail,
      clauseOfProfile(profile),
    );
  }
  if (good && path.length > 1) {
    const policy = (options.algorithms ?? ETSI_TS_119_312).name;
    const detail = `the algorithms of the chain count at ${formatTime(options.at)} by ${policy}`;
    findings.passed('CHAIN_ALGORITHMS', detail, CLAUSE);
  }
}

function tell(
  certificate: Certificate,
  verdict: AlgorithmVerdict,
  { at, profile }: AlgorithmContext['options'],
  findings: Findings,
): void {
  const { refused, tolerated, outsideProfile, subIndication } = verdict;
  const name = certificate.subject.text;
  const saying = (ends: AlgorithmVerdict['refused']): string =>
    `${name} was signed with what does not count at ${formatTime(at)}: ${ends.map((e) => e.reason).join('; ')}`;
  if (tolerated.length > 0) findings.warning('CHAIN_ALGORITHM_LEGACY', saying(tolerated), CLAUSE);
  if (refused.length > 0) {
    // An end that a proof of existence could still answer is a matter of time, as a certificate that ran out is.
    const trust = subIndication === 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE' ? 'expired' : 'untrusted';
    findings.refuse(trust, subIndication!, 'CHAIN_ALGORITHM_LEGACY', saying(refused), CLAUSE);
  }
  if (outsideProfile.length > 0) {
    const detail = `${name} was signed with algorithms outside the profile ${profile}`;
    findings.refuse(
      'untrusted',
      'CRYPTO_CONSTRAINTS_FAILURE',
      'PROFILE_ALGORITHM',
      detail,
      clauseOfProfile(profile!),
    );
  }
}

/** What was tolerated of the value, its algorithm and the key that made it: SM2 comes in several spellings. */
function tellQuirks(certificate: Certificate, issuer: Certificate, memo: PkiMemo, findings: Findings): void {
  const quirks = [...(memo.signedBy(certificate, issuer).findings ?? []), ...issuer.publicKey.findings];
  for (const quirk of new Set(quirks)) {
    const detail = `tolerated in the signature of ${certificate.subject.text} by ${issuer.subject.text}`;
    findings.warning(quirk, detail, 'GB/T 20518-2018; RFC 5280 4.1.1.2');
  }
}

function keyKind(certificate: Certificate): PublicKey['kind'] {
  try {
    return certificate.publicKey.kind;
  } catch (error) {
    if (isYinxinError(error)) return 'unsupported';
    throw error;
  }
}
