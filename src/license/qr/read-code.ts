import { type CodeCarrier, type CodeText, carryCode, readCode } from '../carrier/index.ts';
import { parseLicenseQr } from './parse.ts';
import type { LicenseQrPayload } from './payload.ts';

/**
 * What the text of a code says, and the code ready for drawing in its densest modes. No signature is checked: take
 * `verifyLicenseQr`. @throws QR_INVALID, CBOR_INVALID, LIMIT_EXCEEDED.
 */
export function readLicenseCode(text: string): {
  readonly code: CodeText;
  readonly payload: LicenseQrPayload;
} {
  const { payload, host } = parseLicenseQr(text);
  const carrier: CodeCarrier = host === undefined ? { kind: 'offline' } : { kind: 'url', host };
  return { code: carryCode(readCode(text).bytes, carrier), payload };
}

/** The text of a code whose COSE bytes are known (`qr` of a ledger's record). @throws ARGUMENT_INVALID, QR_TOO_LARGE. */
export function licenseCodeText(cose: Uint8Array, carrier: CodeCarrier): CodeText {
  return carryCode(cose, carrier);
}
