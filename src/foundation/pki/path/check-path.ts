import { formatTime } from '../../core/index.ts';
import { type Certificate, criticalExtensions, isSelfIssued, OID } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';

/** Critical extensions that this room processes. */
const PROCESSED: ReadonlySet<string> = new Set([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.subjectAltName,
]);

/** Extensions that bind a path and are not processed yet: with them no path is called valid. */
const UNPROCESSED: ReadonlyMap<string, string> = new Map([
  [OID.nameConstraints, 'NAME_CONSTRAINTS_NOT_PROCESSED'],
  [OID.policyConstraints, 'POLICY_CONSTRAINTS_NOT_PROCESSED'],
  [OID.policyMappings, 'POLICY_MAPPINGS_NOT_PROCESSED'],
  [OID.inhibitAnyPolicy, 'INHIBIT_ANY_POLICY_NOT_PROCESSED'],
  [OID.certificatePolicies, 'CERTIFICATE_POLICIES_NOT_PROCESSED'],
]);

/** Of these the non-critical form changes nothing as long as no policy is asked for. */
const HARMLESS_UNLESS_CRITICAL: ReadonlySet<string> = new Set([OID.certificatePolicies, OID.policyMappings]);

/** Every certificate of the path is in its dates; the anchor too, though RFC 5280 leaves that open. */
export function checkDates(path: readonly Certificate[], at: Date, findings: Findings): void {
  let good = true;
  for (const certificate of path) {
    const window = `${formatTime(certificate.notBefore)} to ${formatTime(certificate.notAfter)}`;
    const detail = `${certificate.subject.text} is valid ${window}, asked for ${formatTime(at)}`;
    if (at > certificate.notAfter) {
      findings.refuse(
        'expired',
        'OUT_OF_BOUNDS_NO_POE',
        'CERTIFICATE_DATES',
        detail,
        'RFC 5280 6.1.3 (a)(2)',
      );
      good = false;
    } else if (at < certificate.notBefore) {
      findings.refuse(
        'untrusted',
        'OUT_OF_BOUNDS_NO_POE',
        'CERTIFICATE_DATES',
        detail,
        'RFC 5280 6.1.3 (a)(2)',
      );
      good = false;
    }
  }
  if (good)
    findings.passed('CERTIFICATE_DATES', 'all certificates are in their dates', 'RFC 5280 6.1.3 (a)(2)');
}

/** Every issuer is a CA that may sign certificates, and no path length is exceeded. */
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
    const name = issuer.subject.text;
    if (!isCa(issuer, i === path.length - 1)) fail('CA_FLAG', `${name} is no CA`, 'RFC 5280 6.1.4 (k)');
    if (issuer.keyUsage !== undefined && !issuer.keyUsage.has('keyCertSign')) {
      fail('CA_KEY_USAGE', `${name} must not sign certificates`, 'RFC 5280 6.1.4 (n)');
    }
    const length = issuer.basicConstraints?.pathLength;
    if (length !== undefined && below > length) {
      fail('PATH_LENGTH', `${name} allows ${length} CAs below it, there are ${below}`, 'RFC 5280 6.1.4 (m)');
    }
    if (!isSelfIssued(issuer)) below++;
  }
  if (good && path.length > 1) {
    findings.passed('CA_CONSTRAINTS', 'all issuers are CAs within their path length', 'RFC 5280 6.1.4');
  }
}

/** Unknown critical extensions refuse; known binding ones that are not processed leave the path undecided. */
export function checkExtensions(path: readonly Certificate[], findings: Findings): void {
  for (const certificate of path) {
    const critical = new Set(criticalExtensions(certificate.extensions));
    for (const oid of certificate.extensions.keys()) {
      if (PROCESSED.has(oid)) continue;
      const code = UNPROCESSED.get(oid);
      if (code !== undefined) leaveUndecided(certificate, oid, code, critical.has(oid), findings);
      else if (critical.has(oid)) {
        const detail = `${certificate.subject.text} carries the unknown critical extension ${oid}`;
        findings.refuse(
          'untrusted',
          'CHAIN_CONSTRAINTS_FAILURE',
          'CRITICAL_EXTENSION',
          detail,
          'RFC 5280 4.2',
        );
      }
    }
    for (const quirk of new Set(certificate.findings)) {
      findings.warning(quirk, `tolerated quirk of ${certificate.subject.text}`, 'RFC 5280 4.1');
    }
  }
}

function isCa(issuer: Certificate, anchor: boolean): boolean {
  if (issuer.basicConstraints !== undefined) return issuer.basicConstraints.ca;
  // Before version 3 nothing could say so: the caller's choice of the anchor does.
  return anchor && issuer.version < 3;
}

function leaveUndecided(
  certificate: Certificate,
  oid: string,
  code: string,
  critical: boolean,
  findings: Findings,
): void {
  const detail = `${certificate.subject.text}: extension ${oid} is not processed`;
  findings.skipped(code, detail);
  if (!critical && HARMLESS_UNLESS_CRITICAL.has(oid)) return;
  findings.refuse('unknown', 'CERTIFICATE_CHAIN_GENERAL_FAILURE', code, detail, 'RFC 5280 4.2');
}
