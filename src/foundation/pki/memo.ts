import {
  type Certificate,
  type Crl,
  type OcspResponse,
  parseCertificate,
  parseCrl,
  parseOcspResponse,
  type SignedByResult,
  type SignedObject,
  verifyIssuedBy,
} from '../x509/index.ts';

/**
 * What is parsed and verified once for many questions. The same bytes give the same object; a signature under a key
 * is checked once. Nothing in it says that anything is believed, in its dates or not revoked.
 */
export interface PkiMemo {
  /** As `parseCertificate`; CERTIFICATE_INVALID. */
  certificate(bytes: Uint8Array): Certificate;
  /** As `parseCrl`; CERTIFICATE_INVALID. */
  crl(bytes: Uint8Array): Crl;
  /** As `parseOcspResponse`; CERTIFICATE_INVALID. */
  ocspResponse(bytes: Uint8Array): OcspResponse;
  /** As `verifyIssuedBy`. */
  signedBy(child: SignedObject, issuer: Certificate): SignedByResult;
}

/** A memo that remembers signatures by the parsed objects, for as long as these live. */
export function pkiMemo(): PkiMemo {
  const links = new WeakMap<SignedObject, WeakMap<Certificate, SignedByResult>>();
  return {
    certificate: parseCertificate,
    crl: parseCrl,
    ocspResponse: parseOcspResponse,
    signedBy(child, issuer): SignedByResult {
      const known = links.get(child) ?? new WeakMap<Certificate, SignedByResult>();
      links.set(child, known);
      const result = known.get(issuer) ?? verifyIssuedBy(child, issuer);
      known.set(issuer, result);
      return result;
    },
  };
}
