import { formatTime, isYinxinError, toHex } from '../core/index.ts';
import { digest } from '../crypto/index.ts';
import type { PkiMemo } from '../pki/index.ts';
import type { Certificate } from '../x509/index.ts';
import type { SealFacts, SignatureFacts } from './facts.ts';
import type { SealReport, SignerReport } from './report.ts';

/** The signer as a reader wants to see it; null when the file holds no readable certificate. */
export function describeSigner(
  facts: SignatureFacts,
  path: readonly Certificate[],
  memo: PkiMemo,
): SignerReport | null {
  const certificate = tryCertificate(facts.signerCertificate, memo);
  if (certificate === undefined) return null;
  return {
    subject: certificate.subject.text,
    commonName: certificate.subject.commonName ?? null,
    issuer: certificate.issuer.text,
    serialNumber: toHex(certificate.serialNumber),
    notBefore: formatTime(certificate.notBefore),
    notAfter: formatTime(certificate.notAfter),
    certificateSha256: toHex(digest('sha256', certificate.raw)),
    chain: path.map((c) => c.subject.text),
  };
}

/** The seal as a reader wants to see it. */
export function sealReport(seal: SealFacts, memo: PkiMemo): SealReport {
  return {
    id: seal.id,
    name: seal.name,
    type: seal.type,
    maker: tryCertificate(seal.makerCertificate, memo)?.subject.text ?? '',
    validity: { from: formatTime(seal.validFrom), to: formatTime(seal.validTo) },
    imageSha256: seal.imageSha256,
    placements: seal.placements,
  };
}

/** The certificate as parsed, or nothing when it is malformed (the reader of the format has reported that). */
function tryCertificate(der: Uint8Array | undefined, memo: PkiMemo): Certificate | undefined {
  if (der === undefined) return undefined;
  try {
    return memo.certificate(der);
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}
