import { YinxinError } from '../../foundation/core/index.ts';
import type { CborValue } from '../cbor/index.ts';
import { mod37_36 } from '../codes/index.ts';
import { LICENSE_ID_ROOT, parseLicenseId } from '../identifier/index.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * An identifier in few bytes. With an issuer of 18 characters: type, issuer, serial and version as one number in
 * base 36 with a leading 1 (which keeps leading zeros), big-endian. Otherwise the text after the root, without the
 * check character. The check character is computed again on reading.
 */
export function packIdentifier(text: string): Uint8Array | string {
  const { typeCode, issuerCode, serial, version } = parseLicenseId(text);
  if (issuerCode.length !== 18) return [typeCode, issuerCode, serial, version].join('.');
  let value = 1n;
  for (const character of typeCode + issuerCode + serial + version) {
    value = value * 36n + BigInt(DIGITS.indexOf(character));
  }
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Uint8Array.from(even.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}

/** Reads {@link packIdentifier}; QR_INVALID for any other form, also one that could have been packed shorter. */
export function unpackIdentifier(packed: CborValue | undefined): string {
  try {
    const text = typeof packed === 'string' ? fromText(packed) : fromNumber(packed);
    const again = packIdentifier(text);
    if (typeof again !== typeof packed) throw invalid();
    return text;
  } catch (cause) {
    throw cause instanceof YinxinError && cause.code === 'QR_INVALID' ? cause : invalid(cause);
  }
}

function fromText(body: string): string {
  return withCheck(body.split('.'));
}

function fromNumber(packed: CborValue | undefined): string {
  if (!(packed instanceof Uint8Array) || packed.length === 0 || packed.length > 80 || packed[0] === 0)
    throw invalid();
  let value = 0n;
  for (const byte of packed) value = (value << 8n) | BigInt(byte);
  let body = '';
  for (; value > 0n; value /= 36n) body = DIGITS[Number(value % 36n)]! + body;
  if (body[0] !== '1' || body.length < 1 + 21 + 18 + 1 + 3) throw invalid();
  return withCheck([body.slice(1, 22), body.slice(22, 40), body.slice(40, -3), body.slice(-3)]);
}

function withCheck(segments: readonly string[]): string {
  const check = mod37_36(segments.join(''));
  if (check === undefined) throw invalid();
  return parseLicenseId([LICENSE_ID_ROOT, ...segments, check].join('.')).text;
}

function invalid(cause?: unknown): YinxinError {
  return new YinxinError(
    'QR_INVALID',
    'license code: the identifier is not as LicenseQR v1 fixes it',
    cause === undefined ? {} : { cause },
  );
}
