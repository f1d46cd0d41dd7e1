import { equalBytes } from '../../core/index.ts';
import { digest, digestNameOfOid } from '../../crypto/index.ts';
import type { CertId, Certificate } from '../../x509/index.ts';

/** Digests of a CertID that are computed: SHA-1 is no signature here, only a name. */
const CERT_ID_DIGESTS: readonly string[] = ['sha1', 'sha256', 'sha384', 'sha512', 'sm3'];

/**
 * Does a CertID name the certificate (RFC 6960 4.1.1)? `contradicts`: serial number and one of the two digests are the
 * certificate's, the other is not. `unknown-digest`: the serial number is, the digest is none that is computed.
 */
export type CertIdMatch = 'same' | 'other' | 'contradicts' | 'unknown-digest';

/** Compares CertIDs with one certificate; the digests of its issuer are computed once. */
export function certIdMatcher(certificate: Certificate, issuer: Certificate): (id: CertId) => CertIdMatch {
  const known = new Map<string, readonly [name: Uint8Array, key: Uint8Array]>();
  return ({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }) => {
    if (!equalBytes(serialNumber, certificate.serialNumber)) return 'other';
    const hash = digestNameOfOid(hashAlgorithm.oid);
    if (hash === undefined || !CERT_ID_DIGESTS.includes(hash)) return 'unknown-digest';
    const [name, key] = known.get(hash) ?? [
      digest(hash, certificate.issuer.raw),
      digest(hash, issuer.publicKeyBits),
    ];
    known.set(hash, [name, key]);
    const isName = equalBytes(issuerNameHash, name);
    const isKey = equalBytes(issuerKeyHash, key);
    if (isName && isKey) return 'same';
    return isName || isKey ? 'contradicts' : 'other';
  };
}
