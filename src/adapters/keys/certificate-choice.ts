import { equalBytes, isYinxinError, YinxinError } from '../../foundation/core/index.ts';
import type { PrivateKey } from '../../foundation/crypto/index.ts';
import {
  type Certificate,
  isSelfIssued,
  mayIssue,
  parseCertificate,
  verifyIssuedBy,
} from '../../foundation/x509/index.ts';

/** Certificates looked at for one key; a bundle of all public roots has 150. */
const MAX_CERTIFICATES = 2_000;

/** Reads certificates beside a key. LIMIT_EXCEEDED, CERTIFICATE_INVALID. */
export function parseCertificates(certificates: readonly Uint8Array[]): Certificate[] {
  if (certificates.length > MAX_CERTIFICATES) {
    throw new YinxinError('LIMIT_EXCEEDED', 'too many certificates beside the key', {
      details: { limit: MAX_CERTIFICATES },
    });
  }
  return certificates.map((certificate) => parseCertificate(certificate));
}

/** The certificates of a key (a renewed one beside the old one). */
export function certificatesOf(key: PrivateKey, certificates: readonly Certificate[]): Certificate[] {
  return certificates.filter((certificate) => holdsKey(certificate, key));
}

/** KEY_WITHOUT_CERTIFICATE. */
export function withoutCertificate(certificates: number): YinxinError {
  return new YinxinError(
    'KEY_WITHOUT_CERTIFICATE',
    'none of the certificates belongs to the private key: give the certificate of this key with it',
    { details: { certificates } },
  );
}

/**
 * The certificate to sign with: valid at `at`, then the one that lasts longest. CERTIFICATE_EXPIRED when `at` is
 * given and none is valid then; CERTIFICATE_KEY_USAGE when none may sign (the encryption half of a pair, 双证书).
 */
export function chooseCertificate(own: readonly Certificate[], at: Date | undefined): Certificate {
  const signing = own.filter(maySign);
  const [any] = own;
  if (signing.length === 0) {
    throw new YinxinError(
      'CERTIFICATE_KEY_USAGE',
      'the certificate is not for signatures (keyUsage): give the signing certificate and its key',
      { details: { keyUsage: [...(any?.keyUsage ?? [])] } },
    );
  }
  const valid = at === undefined ? signing : signing.filter((c) => c.notBefore <= at && at <= c.notAfter);
  const latest = longest(valid.length > 0 ? valid : signing);
  if (at !== undefined && valid.length === 0) {
    throw new YinxinError(
      'CERTIFICATE_EXPIRED',
      at > latest.notAfter
        ? 'the certificate has expired: renew it before signing'
        : 'the certificate is not valid yet: check the clock',
      {
        details: {
          notBefore: latest.notBefore.toISOString(),
          notAfter: latest.notAfter.toISOString(),
          at: at.toISOString(),
        },
      },
    );
  }
  return latest;
}

/**
 * The chain, leaf first, as far as the given certificates lead. The root is left out: who verifies has his own.
 * Each link is checked by name and signature, so that the right one of two CAs of the same name is taken.
 */
export function chainFrom(leaf: Certificate, certificates: readonly Certificate[]): Uint8Array[] {
  const chain = [leaf];
  for (let child = leaf; !isSelfIssued(child); ) {
    const issuer = certificates.find(
      (candidate) =>
        !chain.includes(candidate) &&
        mayIssue(candidate, child.issuer) &&
        verifyIssuedBy(child, candidate).result === 'valid',
    );
    if (issuer === undefined || isSelfIssued(issuer)) break;
    chain.push(issuer);
    child = issuer;
  }
  return chain.map((certificate) => certificate.raw);
}

/** digitalSignature or nonRepudiation, or no keyUsage at all (RFC 5280 4.2.1.3). */
export function maySign({ keyUsage }: Certificate): boolean {
  return keyUsage === undefined || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation');
}

function longest(certificates: readonly Certificate[]): Certificate {
  return certificates.reduce((best, next) => (next.notAfter > best.notAfter ? next : best));
}

function holdsKey(certificate: Certificate, key: PrivateKey): boolean {
  const own = key.key.primitive?.spki;
  const certified = primitiveSpki(certificate);
  return own !== undefined && certified !== undefined && equalBytes(own, certified);
}

/** Canonical SPKI; undefined for keys that cannot be read (another certificate of the bundle). */
function primitiveSpki(certificate: Certificate): Uint8Array | undefined {
  try {
    return certificate.publicKey.primitive?.spki;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}
