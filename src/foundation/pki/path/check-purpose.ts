import { type Certificate, OID } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PathOptions } from '../path-report.ts';
import { labelOf } from './certificate-label.ts';

const CLAUSE = 'RFC 5280 4.2.1.12';

/** Is the certificate in question made for what is asked, and may its CAs certify for that? */
export function checkPurpose(path: readonly Certificate[], options: PathOptions, findings: Findings): void {
  const target = path[0]!;
  if (options.keyUsage !== 'any') checkKeyUsage(target, findings);
  const purpose = options.extendedKeyUsage;
  if (purpose === undefined) {
    if (target.extendedKeyUsage !== undefined && !target.extendedKeyUsage.includes(OID.anyExtendedKeyUsage)) {
      const detail = `${labelOf(path, 0)} is made for ${target.extendedKeyUsage.slice(0, 10).join(', ')}; no purpose was asked for`;
      findings.skipped('EXTENDED_KEY_USAGE_NOT_CHECKED', detail);
    }
    return;
  }
  const problem = purposeProblem(target, purpose) ?? issuerProblem(path, purpose);
  if (problem === undefined) findings.passed('EXTENDED_KEY_USAGE', `made for ${purpose}`, CLAUSE);
  else {
    findings.refuse('untrusted', 'CHAIN_CONSTRAINTS_FAILURE', 'EXTENDED_KEY_USAGE', problem, CLAUSE);
  }
}

/** Why a certificate does not serve a purpose; undefined when it does. */
export function purposeProblem(leaf: Certificate, purpose: string): string | undefined {
  const purposes = leaf.extendedKeyUsage;
  if (purposes === undefined) return `the certificate does not say that it is made for ${purpose}`;
  if (!purposes.includes(purpose)) {
    const any = purposes.includes(OID.anyExtendedKeyUsage) && purpose !== OID.ekuTimeStamping;
    return any ? undefined : `the certificate is not made for ${purpose}`;
  }
  if (purpose !== OID.ekuTimeStamping) return undefined;
  // RFC 3161 2.3: exactly one KeyPurposeID, in a critical extension.
  if (purposes.length !== 1) return 'a time-stamping certificate must be made for nothing else';
  const critical = leaf.extensions.get(OID.extendedKeyUsage)?.critical === true;
  return critical ? undefined : 'the purpose of a time-stamping certificate must be critical';
}

/**
 * A CA that names purposes certifies for no others, up to the anchor. RFC 5280 does not say so, but browsers, OpenSSL
 * and the rules of public CAs read it so, and CAs rely on it; anyExtendedKeyUsage and no extension bind nothing.
 */
function issuerProblem(path: readonly Certificate[], purpose: string): string | undefined {
  const index = path.findIndex((issuer, i) => {
    const purposes = issuer.extendedKeyUsage;
    if (i === 0 || purposes === undefined) return false;
    return !purposes.includes(purpose) && !purposes.includes(OID.anyExtendedKeyUsage);
  });
  return index === -1 ? undefined : `${labelOf(path, index)} may not certify for ${purpose}`;
}

/** A key for encryption alone signs nothing; one for certificates or CRLs alone signs no documents. */
function checkKeyUsage(leaf: Certificate, findings: Findings): void {
  const usage = leaf.keyUsage;
  const clause = 'RFC 5280 4.2.1.3';
  if (usage === undefined) {
    findings.passed('KEY_USAGE', 'the certificate does not restrict its key', clause);
  } else if (usage.has('digitalSignature') || usage.has('nonRepudiation')) {
    findings.passed('KEY_USAGE', 'the key is one for signing', clause);
  } else {
    const detail = `the key of ${leaf.subject.text} is not for signing (${[...usage].join(', ') || 'nothing'})`;
    findings.refuse('untrusted', 'CHAIN_CONSTRAINTS_FAILURE', 'KEY_USAGE', detail, clause);
  }
}
