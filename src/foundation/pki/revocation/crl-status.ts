import { type Certificate, type Crl, criticalExtensions, OID, sameName } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PkiMemo } from '../memo.ts';
import { effectiveDate, type RevocationStatement } from './revocation-status.ts';

/**
 * Statements of full CRLs that the issuer itself signed. CRLs of a narrowed scope and indirect CRLs are not processed:
 * they say nothing here and stand in `notChecked`. Nor are delta CRLs; where one is there, a base CRL alone does not
 * tell that a certificate is good, nor that a hold still lasts.
 */
export function crlStatements(
  certificate: Certificate,
  issuer: Certificate,
  crls: readonly Crl[],
  memo: PkiMemo,
  findings: Findings,
): RevocationStatement[] {
  const own = crls.filter((crl) => sameName(crl.issuer, certificate.issuer));
  const hasDelta = own.some((crl) => crl.extensions.has(OID.deltaCrlIndicator));
  return own
    .filter((crl) => isUsable(crl, issuer, memo, findings))
    .map((crl) => statementOf(crl, certificate))
    .map((said) => (hasDelta && isLiftable(said) ? { ...said, status: 'unknown' as const } : said));
}

function isUsable(crl: Crl, issuer: Certificate, memo: PkiMemo, findings: Findings): boolean {
  const skip = (code: string, why: string): false => {
    findings.skipped(code, `a CRL of ${crl.issuer.text} was not used: ${why}`);
    return false;
  };
  if (crl.extensions.has(OID.deltaCrlIndicator)) return skip('CRL_DELTA_NOT_PROCESSED', 'it is a delta CRL');
  if (crl.extensions.has(OID.issuingDistributionPoint)) {
    return skip('CRL_SCOPE_NOT_PROCESSED', 'its scope is narrowed (issuingDistributionPoint)');
  }
  const unknown = criticalExtensions(crl.extensions);
  if (unknown.length > 0)
    return skip('CRL_CRITICAL_EXTENSION', `unknown critical extension ${unknown.join(', ')}`);
  if (crl.criticalEntryExtensions.size > 0)
    return skip('CRL_INDIRECT_NOT_PROCESSED', 'entries carry critical extensions');
  if (issuer.keyUsage !== undefined && !issuer.keyUsage.has('cRLSign')) {
    return skip('CRL_SIGNER_KEY_USAGE', 'the issuer must not sign CRLs');
  }
  const signed = memo.signedBy(crl, issuer);
  if (signed.result !== 'valid')
    return skip('CRL_SIGNATURE', `its signature is ${signed.result} under the issuer's key`);
  return true;
}

function statementOf(crl: Crl, certificate: Certificate): RevocationStatement {
  const entry = crl.find(certificate.serialNumber);
  const base = {
    source: 'crl' as const,
    raw: crl.raw,
    thisUpdate: crl.thisUpdate,
    ...(crl.nextUpdate === undefined ? {} : { nextUpdate: crl.nextUpdate }),
  };
  if (entry === undefined) return { ...base, status: 'good' };
  return {
    ...base,
    status: 'revoked',
    revokedAt: effectiveDate(entry.revocationDate, entry.invalidityDate),
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  };
}

/** A delta CRL may say otherwise (RFC 5280 5.2.4). */
function isLiftable(said: RevocationStatement): boolean {
  return said.status === 'good' || said.reason === 'certificateHold';
}
