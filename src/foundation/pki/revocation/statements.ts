import type { Certificate } from '../../x509/index.ts';
import { Findings } from '../findings.ts';
import { crlStatements } from './crl-status.ts';
import { RevocationBudget, type RevocationContext, RevocationInquiry } from './inquiry.ts';
import { ocspStatements } from './ocsp-status.ts';
import { isLiftedBy, type RevocationStatement } from './revocation-status.ts';
import { besidePath } from './signer-standing.ts';

/**
 * Verified statements about one certificate, whatever their dates; what was not used is told. `above` is the path of
 * the issuer up to the anchor: without it, only CRLs that the issuer signed itself are used, and no indirect ones.
 *
 * Checked: signature, authority of the signer, scope. Not checked, for it depends on the time: dates of the statement,
 * dates of a signer that stands beside the path (`signerPath`), age of its algorithms. What is known of the revocation
 * of such a signer stands in `signerRevokedAt`.
 */
export function statementsFor(
  certificate: Certificate,
  issuer: Certificate,
  context: RevocationContext,
  findings: Findings,
  above: readonly Certificate[] = [issuer],
): RevocationStatement[] {
  const budget = new RevocationBudget(context.limits);
  const inquiry = new RevocationInquiry(certificate, above, context, budget, findings);
  return gatherStatements(inquiry).map((statement) => withSignerRevocation(statement, inquiry));
}

/** What OCSP responses and CRLs say about the certificate of an inquiry. */
export function gatherStatements(inquiry: RevocationInquiry): RevocationStatement[] {
  return [...ocspStatements(inquiry), ...crlStatements(inquiry)];
}

function withSignerRevocation(
  statement: RevocationStatement,
  inquiry: RevocationInquiry,
): RevocationStatement {
  const dates = [statement, ...(statement.alsoSigned ?? [])].flatMap((signature) =>
    besidePath(signature, inquiry).flatMap((c) => revocationsOf(c, signature.signerPath!, inquiry)),
  );
  if (dates.length === 0) return statement;
  return { ...statement, signerRevokedAt: new Date(Math.min(...dates.map((date) => date.getTime()))) };
}

function revocationsOf(
  signer: Certificate,
  signerPath: readonly Certificate[],
  { context, budget }: RevocationInquiry,
): Date[] {
  const above = signerPath.slice(signerPath.indexOf(signer) + 1);
  if (above.length === 0 || !budget.takeQuestion()) return [];
  const about = gatherStatements(new RevocationInquiry(signer, above, context, budget, new Findings()));
  return about
    .filter((said) => said.status === 'revoked' && !about.some((later) => isLiftedBy(said, later)))
    .map((said) => said.revokedAt!);
}
