import { type Certificate, isEmptyName, OID } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import { labelOf } from './certificate-label.ts';

/**
 * What RFC 5280 asks of those who issue certificates and not of those who verify paths. Genuine certificates break it,
 * and nothing here changes what a path proves: named warnings. Only a target that names nobody is refused.
 */
export function checkProfile(path: readonly Certificate[], findings: Findings): void {
  for (const [index, certificate] of path.entries()) {
    const label = labelOf(path, index);
    const warn = (broken: boolean, code: string, clause: string): void => {
      if (broken) findings.warning(code, `${label} is not as CAs must issue it`, `RFC 5280 ${clause}`);
    };
    const below = index < path.length - 1;
    const ca = certificate.basicConstraints?.ca === true;
    const has = (oid: string): boolean => certificate.extensions.has(oid);
    const notCritical = (oid: string): boolean => certificate.extensions.get(oid)?.critical === false;
    if (index === 0) checkSubject(certificate, label, findings);
    if (!below) continue;
    warn(!ca && certificate.basicConstraints?.pathLength !== undefined, 'PATH_LENGTH_WITHOUT_CA', '4.2.1.9');
    warn(!ca && certificate.keyUsage?.has('keyCertSign') === true, 'KEY_CERT_SIGN_WITHOUT_CA', '4.2.1.9');
    const v3 = certificate.version === 3;
    warn(v3 && !has(OID.authorityKeyIdentifier), 'AUTHORITY_KEY_IDENTIFIER_MISSING', '4.2.1.1');
    if (!ca) continue;
    warn(!has(OID.subjectKeyIdentifier), 'SUBJECT_KEY_IDENTIFIER_MISSING', '4.2.1.2');
    warn(notCritical(OID.basicConstraints), 'BASIC_CONSTRAINTS_NOT_CRITICAL', '4.2.1.9');
    warn(certificate.keyUsage === undefined, 'CA_KEY_USAGE_MISSING', '4.2.1.3');
    warn(notCritical(OID.nameConstraints), 'NAME_CONSTRAINTS_NOT_CRITICAL', '4.2.1.10');
    warn(notCritical(OID.policyConstraints), 'POLICY_CONSTRAINTS_NOT_CRITICAL', '4.2.1.11');
    warn(notCritical(OID.inhibitAnyPolicy), 'INHIBIT_ANY_POLICY_NOT_CRITICAL', '4.2.1.14');
  }
}

/** RFC 5280 4.1.2.6: without a subject, a critical subjectAltName names who it is. */
function checkSubject(target: Certificate, label: string, findings: Findings): void {
  if (!isEmptyName(target.subject)) return;
  const clause = 'RFC 5280 4.1.2.6';
  if ((target.subjectAltNames ?? []).length === 0) {
    findings.refuse(
      'untrusted',
      'CHAIN_CONSTRAINTS_FAILURE',
      'SUBJECT_MISSING',
      `${label} names nobody`,
      clause,
    );
  } else if (target.extensions.get(OID.subjectAltName)?.critical !== true) {
    findings.warning(
      'SUBJECT_ALT_NAME_NOT_CRITICAL',
      `${label} is named by its alternative names alone`,
      clause,
    );
  }
}
