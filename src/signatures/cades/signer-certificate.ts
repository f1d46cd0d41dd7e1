import {
  copyBytes,
  equalBytes,
  formatTime,
  type SignerInfo,
  YinxinError,
} from '../../foundation/core/index.ts';
import { type Certificate, parseCertificate } from '../../foundation/x509/index.ts';

/**
 * The certificate that a signer signs with, fit for it: there (KEY_WITHOUT_CERTIFICATE), in its dates at the claimed
 * time (CERTIFICATE_EXPIRED), of a key for signing (CERTIFICATE_KEY_USAGE). Trust and revocation are not looked at.
 */
export function signerCertificate(info: SignerInfo, claimedTime: Date | undefined): Certificate {
  const own = info.chain?.[0];
  if (own === undefined) {
    throw new YinxinError('KEY_WITHOUT_CERTIFICATE', 'the signer has no certificate: give it with its chain');
  }
  return certificateForSigning(own, claimedTime);
}

/** As {@link signerCertificate}, for a certificate that is there. CERTIFICATE_EXPIRED, CERTIFICATE_KEY_USAGE. */
export function certificateForSigning(own: Uint8Array, time: Date | undefined): Certificate {
  const certificate = parsedOnce(own);
  if (time !== undefined) assertInDates(certificate, time);
  assertForSigning(certificate);
  return certificate;
}

/** A signer announces the same bytes at every signature; parsing them each time cost a seventh of signing a page. */
const parsed = /* @__PURE__ */ new WeakMap<Uint8Array, Certificate>();

function parsedOnce(own: Uint8Array): Certificate {
  const known = parsed.get(own);
  // The caller may have written other bytes into its array: the copy that was parsed decides.
  if (known !== undefined && equalBytes(known.raw, own)) return known;
  const certificate = parseCertificate(copyBytes(own));
  parsed.set(own, certificate);
  return certificate;
}

function assertInDates(certificate: Certificate, time: Date): void {
  if (time >= certificate.notBefore && time <= certificate.notAfter) return;
  const window = `${formatTime(certificate.notBefore)} to ${formatTime(certificate.notAfter)}`;
  throw new YinxinError(
    'CERTIFICATE_EXPIRED',
    `the certificate is valid ${window}: renew it or use another`,
    {
      details: { notBefore: certificate.notBefore, notAfter: certificate.notAfter, time },
    },
  );
}

function assertForSigning(certificate: Certificate): void {
  const usage = certificate.keyUsage;
  if (usage === undefined || usage.has('digitalSignature') || usage.has('nonRepudiation')) return;
  throw new YinxinError(
    'CERTIFICATE_KEY_USAGE',
    'the certificate is not for signing (an encryption certificate?): give the signing certificate',
    { details: { keyUsage: [...usage] } },
  );
}
