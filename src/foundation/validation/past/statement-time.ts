import { judgeAlgorithms } from '../../crypto/index.ts';
import { chainAlgorithms, type RevocationStatement, signedAt } from '../../pki/index.ts';
import type { Certificate } from '../../x509/index.ts';
import { algorithmRules, type JudgeContext } from '../context.ts';

/** It tells about the certificate at all: issuers may drop expired ones (ETSI EN 319 102-1 5.6.2.2.4 note 3). */
export function isInScope(statement: RevocationStatement, { notAfter }: Certificate): boolean {
  const { thisUpdate, keepsExpiredSince: kept } = statement;
  return thisUpdate <= notAfter || (kept !== undefined && kept <= notAfter);
}

/** Its data and its answer are no younger than a time. */
export function isIssuedBy(statement: RevocationStatement, time: Date): boolean {
  return signedAt(statement) <= time && statement.thisUpdate <= time;
}

/** From when on all data that the statement was put together from is proved to exist. */
export function provedSince(
  { raw, alsoRaw = [] }: RevocationStatement,
  { proofs }: Pick<JudgeContext, 'proofs'>,
): Date {
  const times = [raw, ...alsoRaw].map((object) => proofs.ofObject(object).time.getTime());
  return new Date(Math.max(...times));
}

/**
 * Can it be believed who signed a statement? `unsound`: a signer was out of its dates when it signed, or the value and
 * the certificates beside the path rest on what did not count when the data is proved to exist. `ended`: it is not
 * proved to be older than the end of a signer, by its dates or by a revocation (5.2.6.4 step 8, 5.6.2.4.4 step 1):
 * afterwards anybody who came by the key could have made it.
 */
export function signerProblem(
  statement: RevocationStatement,
  context: JudgeContext,
): 'unsound' | 'ended' | undefined {
  const signatures = [statement, ...(statement.alsoSigned ?? [])];
  const signers = signatures.flatMap(({ signer, signerPath }) => signerPath?.slice(0, -1) ?? [signer]);
  const [signed, proved] = [signedAt(statement), provedSince(statement, context)];
  const uses = signatures.flatMap(({ algorithms, signerPath = [] }) => [
    ...algorithms,
    ...chainAlgorithms(signerPath, context.memo).flat(),
  ]);
  const weak = judgeAlgorithms(uses, proved, algorithmRules(context.options)).subIndication !== undefined;
  const early = signers.some(({ notBefore, notAfter }) => signed < notBefore || signed > notAfter);
  if (weak || early) return 'unsound';
  const { signerRevokedAt } = statement;
  const late = signers.some(({ notAfter }) => proved > notAfter);
  return late || (signerRevokedAt !== undefined && proved >= signerRevokedAt) ? 'ended' : undefined;
}
