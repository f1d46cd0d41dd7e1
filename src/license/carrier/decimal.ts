import { YinxinError } from '../../foundation/core/index.ts';

/** 12 bytes make 29 digits: 2^96 is just below 10^29. */
const GROUP_BYTES = 12;
const GROUP_DIGITS = 29;
/** Digits for a last group of 0 to 11 bytes: the fewest that hold it. All differ, so the length tells the bytes. */
const REMAINDER_DIGITS = [0, 3, 5, 8, 10, 13, 15, 17, 20, 22, 25, 27];

/**
 * Bytes as decimal digits, which a QR code packs as tightly as base45: each 12 bytes (big-endian) make 29 digits;
 * a last group of 1 to 11 bytes makes 3, 5, 8, 10, 13, 15, 17, 20, 22, 25, 27 digits. Leading zeros are kept.
 */
export function bytesToDigits(bytes: Uint8Array): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += GROUP_BYTES) {
    const group = bytes.subarray(at, at + GROUP_BYTES);
    let value = 0n;
    for (const byte of group) value = (value << 8n) | BigInt(byte);
    out += value.toString().padStart(digitsFor(group.length), '0');
  }
  return out;
}

/** Reads {@link bytesToDigits}. QR_INVALID for other characters, a length or a number that no bytes have. */
export function digitsToBytes(digits: string): Uint8Array {
  if (!/^[0-9]*$/.test(digits)) throw invalid('something else than digits');
  const groups = Math.floor(digits.length / GROUP_DIGITS);
  const rest = REMAINDER_DIGITS.indexOf(digits.length % GROUP_DIGITS);
  if (rest < 0) throw invalid('a wrong number of digits: some are missing');
  const out = new Uint8Array(groups * GROUP_BYTES + rest);
  for (let at = 0, from = 0; at < out.length; at += GROUP_BYTES, from += GROUP_DIGITS) {
    writeGroup(out.subarray(at, at + GROUP_BYTES), BigInt(digits.slice(from, from + GROUP_DIGITS)));
  }
  return out;
}

function writeGroup(group: Uint8Array, number: bigint): void {
  let value = number;
  for (let i = group.length - 1; i >= 0; i--) {
    group[i] = Number(value & 0xffn);
    value >>= 8n;
  }
  if (value !== 0n) throw invalid('a group of digits that is too large');
}

function digitsFor(bytes: number): number {
  return bytes === GROUP_BYTES ? GROUP_DIGITS : REMAINDER_DIGITS[bytes]!;
}

function invalid(why: string): YinxinError {
  return new YinxinError('QR_INVALID', `the code holds ${why}: scan it again`);
}
