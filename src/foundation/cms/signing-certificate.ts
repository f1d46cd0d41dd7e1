import {
  asOctetString,
  childrenOf,
  type Der,
  type DerReader,
  der,
  isContext,
  sequenceOf,
  TAG,
} from '../asn1/index.ts';
import { equalBytes } from '../core/index.ts';
import {
  algorithmIdentifier,
  type DigestName,
  digest,
  digestNameOfOid,
  oidOfDigest,
  parseAlgorithmIdentifier,
} from '../crypto/index.ts';
import { type Certificate, type Name, parseGeneralNames, sameName } from '../x509/index.ts';

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

/** Value of signingCertificateV2 for one certificate; SHA-256 is the default and left out (RFC 5035 3). */
export function encodeSigningCertificateV2(certificate: Certificate, hash: DigestName): Uint8Array {
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
  const names = reader.expect(TAG.sequence, 'issuer');
  const serial = reader.expect(TAG.integer, 'serialNumber').content;
  reader.end();
  return namesIssuer(names, certificate.issuer) && equalBytes(serial, certificate.serialNumber);
}

function namesIssuer(names: Der, issuer: Name): boolean {
  // What nearly all writers write: the issuer's name as it stands in the certificate, and nothing else.
  const [only, ...others] = childrenOf(names);
  if (others.length === 0 && isContext(only, 4) && equalBytes(only!.content, issuer.raw)) return true;
  return parseGeneralNames(names).some((n) => n.name !== undefined && sameName(n.name, issuer));
}
