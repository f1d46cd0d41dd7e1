import { der } from '../asn1/index.ts';
import { YinxinError } from '../core/index.ts';
import { algorithmIdentifier, type DigestName, digest, oidOfDigest } from '../crypto/index.ts';
import type { Certificate } from './certificate.ts';
import { OID } from './oids.ts';

/** What is asked of an OCSP responder. */
export interface OcspRequestOptions {
  /** The certificate asked about. */
  readonly certificate: Certificate;
  /** Who issued it: its name and key stand in the CertID as digests. */
  readonly issuer: Certificate;
  /** Digest of the CertID, a name and no signature: `sha1` is what nearly all responders answer, `sm3` those of SM2 CAs. */
  readonly hash: DigestName;
  /** Fresh random octets, 1 to 128, 32 at least recommended (RFC 9654 2.1); unset: an answer from a cache will do. */
  readonly nonce?: Uint8Array;
}

/**
 * OCSPRequest about one certificate, unsigned (RFC 6960 4.1.1), DER. Give the same nonce to the validation
 * (`ocspNonce`): otherwise an old answer is as good as a fresh one. ARGUMENT_INVALID for a nonce of a wrong length.
 */
export function buildOcspRequest(options: OcspRequestOptions): Uint8Array {
  const { nonce } = options;
  if (nonce !== undefined && (nonce.length < 1 || nonce.length > 128)) {
    throw new YinxinError('ARGUMENT_INVALID', 'a nonce of an OCSP request has 1 to 128 octets (RFC 9654)');
  }
  const extensions =
    nonce === undefined
      ? []
      : [
          der.explicit(
            2,
            der.sequence(der.sequence(der.oid(OID.ocspNonce), der.octetString(der.octetString(nonce)))),
          ),
        ];
  return der.sequence(der.sequence(der.sequence(der.sequence(writeCertId(options))), ...extensions));
}

/** CertID of a certificate under its issuer (RFC 6960 4.1.1), DER. */
export function writeCertId({
  certificate,
  issuer,
  hash,
}: Pick<OcspRequestOptions, 'certificate' | 'issuer' | 'hash'>): Uint8Array {
  return der.sequence(
    algorithmIdentifier(oidOfDigest(hash), 'null'),
    der.octetString(digest(hash, certificate.issuer.raw)),
    der.octetString(digest(hash, issuer.publicKeyBits)),
    der.tlv(0x02, certificate.serialNumber),
  );
}
