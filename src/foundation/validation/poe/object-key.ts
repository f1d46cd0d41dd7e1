import { TAG } from '../../asn1/index.ts';
import { isYinxinError, toHex } from '../../core/index.ts';
import { digest } from '../../crypto/index.ts';
import { parseOcspResponse } from '../../x509/index.ts';

/** The name under which proofs of one object are kept: its SHA-256. */
export function objectKey(object: Uint8Array): string {
  return toHex(digest('sha256', object));
}

/** An OCSP response is asked for by its BasicOCSPResponse too: what was signed. */
export function objectKeys(object: Uint8Array): string[] {
  const basic = basicResponseOf(object);
  return basic === undefined ? [objectKey(object)] : [objectKey(object), objectKey(basic)];
}

function basicResponseOf(object: Uint8Array): Uint8Array | undefined {
  const length = object[1] ?? 0;
  const header = length < 0x80 ? 2 : 2 + (length & 0x7f);
  // OCSPResponse alone of the three starts with an ENUMERATED.
  if (object[header] !== TAG.enumerated) return undefined;
  try {
    return parseOcspResponse(object).basic?.raw;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}
