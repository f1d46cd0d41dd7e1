import { declaresRevocation, hasNoRevocation, type RevocationPolicy } from '../../pki/index.ts';
import type { Certificate } from '../../x509/index.ts';

/** Must the revocation of a certificate be proved in this mode? The rule of `validatePath`. */
export function isRevocationDemanded(certificate: Certificate, mode: RevocationPolicy): boolean {
  if (hasNoRevocation(certificate)) return false;
  return mode === 'require' || (mode === 'require-where-declared' && declaresRevocation(certificate));
}
