import { type Certificate, isEmptyName, isSelfIssued } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import { labelOf } from './certificate-label.ts';

/**
 * Every issuer is a CA with a name that may sign certificates, and no path length is exceeded (RFC 5280 6.1.4 (k) to
 * (n)). RFC 5280 6.1.1 (d) knows the anchor by name and key alone and lets the caller look at more. Here it must be a
 * CA: who pins a certificate that is none means that certificate, and nothing grows from it. A root that is a CA and
 * leaves keyCertSign out is met in the field and stays an anchor, with a warning: the caller chose it to issue.
 */
export function checkIssuers(path: readonly Certificate[], findings: Findings): void {
  let good = true;
  const fail = (code: string, detail: string, clause: string): void => {
    good = false;
    findings.refuse('untrusted', 'CHAIN_CONSTRAINTS_FAILURE', code, detail, clause);
  };
  // Intermediates below the issuer that are not self-issued count against its path length (RFC 5280 4.2.1.9).
  let below = 0;
  for (let i = 1; i < path.length; i++) {
    const issuer = path[i]!;
    const isAnchor = i === path.length - 1;
    const label = labelOf(path, i);
    if (isEmptyName(issuer.subject)) fail('CA_NAME', `${label} issues without a name`, 'RFC 5280 4.1.2.6');
    if (!isCa(issuer, isAnchor)) fail('CA_FLAG', `${label} is no CA`, 'RFC 5280 6.1.4 (k)');
    if (issuer.keyUsage !== undefined && !issuer.keyUsage.has('keyCertSign')) {
      const detail = `${label} must not sign certificates`;
      if (isAnchor) findings.warning('ANCHOR_KEY_USAGE', detail, 'RFC 5280 6.1.1 (d)');
      else fail('CA_KEY_USAGE', detail, 'RFC 5280 6.1.4 (n)');
    }
    const length = issuer.basicConstraints?.pathLength;
    if (length !== undefined && below > length) {
      fail('PATH_LENGTH', `${label} allows ${length} CAs below it, there are ${below}`, 'RFC 5280 6.1.4 (m)');
    }
    if (!isSelfIssued(issuer)) below++;
  }
  if (good && path.length > 1) {
    findings.passed('CA_CONSTRAINTS', 'all issuers are CAs within their path length', 'RFC 5280 6.1.4');
  }
}

function isCa(issuer: Certificate, anchor: boolean): boolean {
  if (issuer.basicConstraints !== undefined) return issuer.basicConstraints.ca;
  // Before version 3 nothing could say so: the caller's choice of the anchor does.
  return anchor && issuer.version < 3;
}
