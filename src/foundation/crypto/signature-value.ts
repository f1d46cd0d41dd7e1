import { asUnsignedBytes, readSequence, TAG, writeInteger, writeSequence } from '../asn1/index.ts';
import { concatBytes, YinxinError } from '../core/index.ts';

/** r || s of equal halves as SEQUENCE { r INTEGER, s INTEGER }. */
export function rawToDerSignature(raw: Uint8Array): Uint8Array {
  if (raw.length === 0 || raw.length % 2 !== 0) {
    throw new YinxinError('ARGUMENT_INVALID', 'a raw signature value has two halves of equal length');
  }
  const half = raw.length / 2;
  return writeSequence(integer(raw.subarray(0, half)), integer(raw.subarray(half)));
}

/**
 * The strict DER value as r || s, each `size` bytes. DER_INVALID for anything that is not exactly two
 * non-negative minimal INTEGERs within `size`; the range 1..n-1 is checked where the value is verified.
 */
export function derToRawSignature(value: Uint8Array, size: number): Uint8Array {
  const reader = readSequence(value, 'signature value');
  const r = asUnsignedBytes(reader.expect(TAG.integer, 'r'));
  const s = asUnsignedBytes(reader.expect(TAG.integer, 's'));
  reader.end();
  if (r.length > size || s.length > size) {
    throw new YinxinError('DER_INVALID', 'signature value is longer than the order of the group');
  }
  return concatBytes(new Uint8Array(size - r.length), r, new Uint8Array(size - s.length), s);
}

function integer(magnitude: Uint8Array): Uint8Array {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start++;
  return writeInteger(magnitude.subarray(start));
}
