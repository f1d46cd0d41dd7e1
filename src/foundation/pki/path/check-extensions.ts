import { type Certificate, criticalExtensions, OID } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import { labelOf } from './certificate-label.ts';
import type { PathExtensions } from './path-extensions.ts';

/**
 * Extensions that are understood when critical. Distribution points and the note that a responder needs no check are
 * the affair of revocation; where the caller does not ask for that, the report says so.
 */
const PROCESSED: ReadonlySet<string> = new Set([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.subjectAltName,
  OID.nameConstraints,
  OID.certificatePolicies,
  OID.policyMappings,
  OID.policyConstraints,
  OID.inhibitAnyPolicy,
  OID.crlDistributionPoints,
  OID.ocspNoCheck,
]);

/**
 * Unknown critical extensions refuse, in the anchor's certificate too (RFC 5280 4.2, 6.1.4 (o), 6.1.5 (f)); so do
 * policy qualifiers that nobody here interprets in critical policies (4.2.1.4). Tolerated quirks are told.
 */
export function checkExtensions(
  path: readonly Certificate[],
  extensions: readonly PathExtensions[],
  findings: Findings,
): void {
  for (const [index, certificate] of path.entries()) {
    const critical = criticalExtensions(certificate.extensions);
    for (const oid of critical.filter((c) => !PROCESSED.has(c))) {
      const detail = `${labelOf(path, index)} carries the unknown critical extension ${oid}`;
      refuse(detail, 'RFC 5280 4.2', findings);
    }
    const qualifiers = extensions[index]!.policies?.unknownQualifiers ?? [];
    if (qualifiers.length > 0 && critical.includes(OID.certificatePolicies)) {
      const detail = `${labelOf(path, index)} qualifies critical policies in unknown ways (${qualifiers.slice(0, 5).join(', ')})`;
      refuse(detail, 'RFC 5280 4.2.1.4', findings);
    }
    for (const quirk of new Set(certificate.findings)) {
      findings.warning(quirk, `tolerated quirk of ${labelOf(path, index)}`, 'RFC 5280 4.1');
    }
  }
}

function refuse(detail: string, clause: string, findings: Findings): void {
  findings.refuse('untrusted', 'CHAIN_CONSTRAINTS_FAILURE', 'CRITICAL_EXTENSION', detail, clause);
}
