import { isYinxinError } from '../../core/index.ts';
import type { PkiMemo } from '../../pki/index.ts';
import { isSelfIssued } from '../../x509/index.ts';
import type { FileFacts } from '../facts.ts';
import type { TrustAnchors } from '../options.ts';

/**
 * Where chains may end. Without anchors of the caller: at self-signed certificates that are at hand, and every maker of
 * a seal is taken as it is; this completes data and is no trust.
 */
export function anchorsOf(
  trust: TrustAnchors | undefined,
  facts: FileFacts,
  certificates: readonly Uint8Array[],
  memo: PkiMemo,
): TrustAnchors {
  if (trust !== undefined) return { timestamps: trust.signers, ...trust };
  const roots = certificates.filter((der) => isRoot(der, memo));
  const sealMakers = facts.signatures.flatMap(({ seal }) =>
    seal === undefined ? [] : [seal.makerCertificate],
  );
  return { signers: roots, timestamps: roots, sealMakers };
}

function isRoot(der: Uint8Array, memo: PkiMemo): boolean {
  try {
    const certificate = memo.certificate(der);
    return isSelfIssued(certificate) && memo.signedBy(certificate, certificate).result === 'valid';
  } catch (error) {
    if (isYinxinError(error)) return false;
    throw error;
  }
}
