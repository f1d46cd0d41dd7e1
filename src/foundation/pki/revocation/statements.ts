import type { Certificate } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import { crlStatements } from './crl-status.ts';
import { RevocationBudget, type RevocationContext, RevocationInquiry } from './inquiry.ts';
import { ocspStatements } from './ocsp-status.ts';
import type { RevocationStatement } from './revocation-status.ts';

/**
 * Verified statements about one certificate, whatever their dates; what was not used is told. `above` is the path of
 * the issuer up to the anchor: without it, only CRLs that the issuer signed itself are used, and no indirect ones.
 *
 * Checked: signature, authority of the signer, scope. Not checked, for it depends on the time: dates of the statement,
 * dates and revocation of a signer that stands beside the path (`signerPath`), age of its algorithms.
 */
export function statementsFor(
  certificate: Certificate,
  issuer: Certificate,
  context: RevocationContext,
  findings: Findings,
  above: readonly Certificate[] = [issuer],
): RevocationStatement[] {
  const budget = new RevocationBudget(context.limits);
  return gatherStatements(new RevocationInquiry(certificate, above, context, budget, findings));
}

/** What OCSP responses and CRLs say about the certificate of an inquiry. */
export function gatherStatements(inquiry: RevocationInquiry): RevocationStatement[] {
  return [...ocspStatements(inquiry), ...crlStatements(inquiry)];
}
