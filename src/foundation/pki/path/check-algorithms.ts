import { weaknessesOf } from '../../cms/index.ts';
import { schemeOf } from '../../crypto/index.ts';
import type { Certificate } from '../../x509/index.ts';
import type { Findings } from '../findings.ts';

/** Signatures below the anchor were made with algorithms that are not too weak. */
export function checkAlgorithms(
  path: readonly Certificate[],
  allowLegacy: boolean,
  findings: Findings,
): void {
  for (const [i, certificate] of path.slice(0, -1).entries()) {
    const issuer = path[i + 1]!;
    const scheme = schemeOf(certificate.signatureAlgorithm, issuer.publicKey);
    const weak = weaknessesOf(issuer.publicKey, 'unsupported' in scheme ? undefined : scheme, undefined);
    if (weak.length === 0) continue;
    const detail = `${certificate.subject.text} was signed with what is too weak today: ${weak.join(', ')}`;
    if (allowLegacy) findings.warning('CHAIN_ALGORITHM_LEGACY', detail, 'ETSI TS 119 312');
    else {
      findings.refuse(
        'untrusted',
        'CRYPTO_CONSTRAINTS_FAILURE',
        'CHAIN_ALGORITHM_LEGACY',
        detail,
        'ETSI TS 119 312',
      );
    }
  }
}
