import { isYinxinError, type NotChecked } from '../../foundation/core/index.ts';
import type { TrustAnchors } from '../../foundation/validation/index.ts';
import { parseCertificate } from '../../foundation/x509/index.ts';

/**
 * The anchors that are certificates. Folders hold other DER files too (a CRL, a response): these are passed over, and
 * stand in every report, so that nobody looks in vain for an anchor that he gave.
 */
export function readableAnchors(trust: TrustAnchors): {
  readonly trust: TrustAnchors;
  readonly notChecked: readonly NotChecked[];
} {
  const notChecked: NotChecked[] = [];
  const readable = Object.entries(trust).map(([purpose, list]: [string, readonly Uint8Array[]]) => {
    return [purpose, list.filter((bytes) => isReadable(bytes, purpose, notChecked))] as const;
  });
  return { trust: { signers: [], ...Object.fromEntries(readable) }, notChecked };
}

function isReadable(bytes: Uint8Array, purpose: string, notChecked: NotChecked[]): boolean {
  try {
    parseCertificate(bytes);
    return true;
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    const detail = `${purpose}: a trust anchor was passed over: ${error.message}`;
    notChecked.push({ code: 'TRUST_ANCHOR_MALFORMED', detail });
    return false;
  }
}
