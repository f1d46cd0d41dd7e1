import { formatTime } from '../../core/index.ts';
import { type RevocationStatement, type StructuralPath, signedAt, speaksUntil } from '../../pki/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { JudgeContext } from '../context.ts';
import type { SignatureFacts } from '../facts.ts';
import { isInScope, isRevocationDemanded, signerProblem } from '../past/index.ts';
import type { Proof } from '../poe/index.ts';
import { answered, type TrustResult, withCheck } from '../trust-result.ts';
import { sameChain } from './same-chain.ts';
import type { Standing } from './standing.ts';

const CLAUSE = 'ETSI EN 319 102-1 5.5.4';

/**
 * What the time of a signature changes where its chain is sound and in its dates now (ETSI EN 319 102-1 5.5.4 steps 4 d)
 * and 6): an issuer that still answers for an expired certificate, and revocation data that is not fresh now but was when
 * the signature is proved to exist. Undefined where that does not help.
 */
export function judgeWithTime(
  facts: SignatureFacts,
  certificate: Certificate,
  now: Standing,
  best: Proof,
  context: JudgeContext,
): TrustResult | undefined {
  if (best.by === undefined) return undefined;
  const proved = `${formatTime(best.time)} by ${best.by.id}`;
  if (now.subIndication === 'OUT_OF_BOUNDS_NOT_REVOKED' && best.time <= certificate.notAfter) {
    return accept(now, 'SIGNED_IN_DATES', `in its dates at ${proved}, and not revoked since`);
  }
  if (now.subIndication !== 'TRY_LATER' || now.report.revocation.some(({ status }) => status === 'revoked'))
    return undefined;
  const chain = sameChain(facts, now.report, context);
  if (chain === undefined) return undefined;
  const stale = chain.path.slice(0, -1).find((c, i) => !isFreshAt(c, chain.statements[i]!, best, context));
  if (stale !== undefined) return undefined;
  const orphan = orphanOf(chain, context);
  if (orphan === undefined) {
    return accept(now, 'REVOCATION_FRESH_AT_SIGNATURE', `revocation data was fresh at ${proved}`);
  }
  const detail = `${orphan} expired, and no timestamp proves that its revocation data existed before: stamp the file with its validation data`;
  return withCheck(
    now,
    { code: 'REVOCATION_SIGNER_EXPIRED', status: 'failed', detail, clause: 'ETSI EN 319 102-1 5.2.6.4' },
    { trust: 'unknown', subIndication: 'REVOCATION_OUT_OF_BOUNDS_NO_POE' },
  );
}

function accept(now: Standing, code: string, detail: string): TrustResult {
  const checks = [...answered(now.checks), { code, status: 'passed' as const, detail, clause: CLAUSE }];
  return { trust: 'trusted', subIndication: null, checks, notChecked: now.notChecked, path: now.path };
}

function isFreshAt(
  certificate: Certificate,
  statements: readonly RevocationStatement[],
  best: Proof,
  context: JudgeContext,
): boolean {
  const { options } = context;
  const newest = newestGood(certificate, statements, context);
  if (newest !== undefined) return speaksUntil(newest) >= best.time;
  return statements.length === 0 && !isRevocationDemanded(certificate, options.revocation);
}

/** Whose certificate had ended before its data is proved to exist, where that data is what was used. */
function orphanOf(chain: StructuralPath, context: JudgeContext): string | undefined {
  for (const [i, certificate] of chain.path.slice(0, -1).entries()) {
    const newest = newestGood(certificate, chain.statements[i]!, context);
    if (newest !== undefined && signerProblem(newest, context) === 'ended') return newest.signer.subject.text;
  }
  return undefined;
}

function newestGood(
  certificate: Certificate,
  statements: readonly RevocationStatement[],
  context: JudgeContext,
): RevocationStatement | undefined {
  return statements
    .filter(
      (s) =>
        s.status === 'good' &&
        signedAt(s) <= context.options.at &&
        s.thisUpdate <= context.options.at &&
        isInScope(s, certificate),
    )
    .filter((s) => signerProblem(s, context) !== 'unsound')
    .sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())[0];
}
