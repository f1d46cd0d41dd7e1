import { YinxinError } from '../../foundation/core/index.ts';
import { type CarriedCode, MAX_CODE_BYTES, readCode } from '../carrier/index.ts';
import { type CoseSign1, parseCoseSign1 } from '../cose/index.ts';
import { decodePayload, type LicenseQrPayload } from './payload.ts';

/** A code that was read, before anybody believed it. */
export interface ParsedLicenseQr extends Omit<CarriedCode, 'bytes'> {
  readonly cose: CoseSign1;
  readonly payload: LicenseQrPayload;
}

/**
 * Reads a code: text, COSE_Sign1 without tag and with an empty unprotected bucket, payload. No signature is checked:
 * take {@link verifyLicenseQr}. @throws QR_INVALID, CBOR_INVALID, LIMIT_EXCEEDED.
 */
export function parseLicenseQr(text: string): ParsedLicenseQr {
  const { bytes, ...carried } = readCode(text);
  // Array of four (0x84): the tag is omitted, so that one code has one form.
  if (bytes[0] !== 0x84) throw new YinxinError('QR_INVALID', 'the code holds no untagged COSE_Sign1');
  const cose = parseCoseSign1(bytes, MAX_CODE_BYTES);
  if (cose.unprotectedHeader.size > 0 || cose.protectedHeader.size !== 2) {
    throw new YinxinError('QR_INVALID', 'the code has headers that LicenseQR v1 does not know');
  }
  return { ...carried, cose, payload: decodePayload(cose.payload) };
}
