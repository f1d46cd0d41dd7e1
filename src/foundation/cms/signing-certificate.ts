import { asOctetString, type Der, type DerReader, der, sequenceOf, TAG } from '../asn1/index.ts';
import { equalBytes } from '../core/index.ts';
import {
  algorithmIdentifier,
  type DigestName,
  digest,
  digestNameOfOid,
  oidOfDigest,
  parseAlgorithmIdentifier,
} from '../crypto/index.ts';
import { type Certificate, parseGeneralNames, sameName } from '../x509/index.ts';

/** What a signing-certificate attribute says about a certificate. `unsupported`: its digest is not known here. */
export type SigningCertificateMatch = 'match' | 'mismatch' | 'unsupported';

/**
 * Does the first ESSCertID(v2) of an attribute value name this certificate (RFC 5035 3, RFC 2634 5.4)?
 * The digest decides; issuer and serial number must agree where they are given. DER_INVALID for malformed values.
 */
export function matchSigningCertificate(
  value: Der,
  version: 1 | 2,
  certificate: Certificate,
): SigningCertificateMatch {
  const list = sequenceOf(value, 'SigningCertificate').sequence('certs');
  const first = list.sequence('ESSCertID');
  const hash = version === 1 ? 'sha1' : readHash(first);
  const expected = asOctetString(first.expect(TAG.octetString, 'certHash'));
  const issuerSerial = first.done ? undefined : first.sequence('issuerSerial');
  first.end();
  if (hash === undefined) return 'unsupported';
  if (!equalBytes(digest(hash, certificate.raw), expected)) return 'mismatch';
  return issuerSerial === undefined || sameIssuerSerial(issuerSerial, certificate) ? 'match' : 'mismatch';
}

/** A signer names the same certificate in every signature. */
const encoded = /* @__PURE__ */ new WeakMap<Certificate, Map<DigestName, Uint8Array>>();

/** Value of signingCertificateV2 for one certificate; SHA-256 is the default and left out (RFC 5035 3). */
export function encodeSigningCertificateV2(certificate: Certificate, hash: DigestName): Uint8Array {
  const values = encoded.get(certificate) ?? new Map<DigestName, Uint8Array>();
  encoded.set(certificate, values);
  const value = values.get(hash) ?? encode(certificate, hash);
  values.set(hash, value);
  return value.slice();
}

function encode(certificate: Certificate, hash: DigestName): Uint8Array {
  const named = hash === 'sha256' ? [] : [algorithmIdentifier(oidOfDigest(hash))];
  const issuer = der.sequence(der.explicit(4, certificate.issuer.raw));
  const serial = der.tlv(TAG.integer, certificate.serialNumber);
  const id = der.sequence(
    ...named,
    der.octetString(digest(hash, certificate.raw)),
    der.sequence(issuer, serial),
  );
  return der.sequence(der.sequence(id));
}

function readHash(id: DerReader): DigestName | undefined {
  const named = id.optional(TAG.sequence);
  return named === undefined ? 'sha256' : digestNameOfOid(parseAlgorithmIdentifier(named).oid);
}

function sameIssuerSerial(reader: DerReader, certificate: Certificate): boolean {
  const names = parseGeneralNames(reader.expect(TAG.sequence, 'issuer'));
  const serial = reader.expect(TAG.integer, 'serialNumber').content;
  reader.end();
  const named = names.some((n) => n.name !== undefined && sameName(n.name, certificate.issuer));
  return named && equalBytes(serial, certificate.serialNumber);
}
