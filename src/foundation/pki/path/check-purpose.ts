import { type Certificate, OID } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';
import type { PathOptions } from '../path-report.ts';

/** Is the certificate in question made for what is asked? */
export function checkPurpose(leaf: Certificate, options: PathOptions, findings: Findings): void {
  if (options.keyUsage !== 'any') checkKeyUsage(leaf, findings);
  const purpose = options.extendedKeyUsage;
  if (purpose === undefined) return;
  const problem = purposeProblem(leaf, purpose);
  if (problem === undefined) {
    findings.passed('EXTENDED_KEY_USAGE', `made for ${purpose}`, 'RFC 5280 4.2.1.12');
  } else {
    findings.refuse(
      'untrusted',
      'CHAIN_CONSTRAINTS_FAILURE',
      'EXTENDED_KEY_USAGE',
      problem,
      'RFC 5280 4.2.1.12',
    );
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
