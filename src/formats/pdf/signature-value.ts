import { platform } from '#platform';
import { type ByteSource, fromLatin1, YinxinError } from '../../foundation/core/index.ts';
import type { DigestName } from '../../foundation/platform/index.ts';
import type { FinishedUpdate } from './incremental-update.ts';
import type { PdfRef } from './object.ts';
import { RawToken } from './serializer.ts';
import type { SignedRange } from './signature-dictionary.ts';

/** A file with a hole where the value goes: `update` is appended to `source`. */
export interface PreparedSignature {
  readonly source: ByteSource;
  readonly update: Uint8Array;
  /** Offsets in the finished file. */
  readonly range: SignedRange;
  readonly fieldName: string;
}

/** Room for three numbers up to 2^53 and their blanks: files beyond 2 GB need no other layout. */
const BYTE_RANGE_WIDTH = 54;
const MAX_CONTENTS = 16 * 1024 * 1024;

/** Written last in the dictionary, in this order: their places follow from the end of the object. */
export function placeholders(contentsSize: number): Record<string, RawToken> {
  if (!Number.isSafeInteger(contentsSize) || contentsSize < 1 || contentsSize > MAX_CONTENTS) {
    throw new YinxinError('ARGUMENT_INVALID', 'the size of the signature value must be 1 byte to 16 MiB');
  }
  return {
    ByteRange: new RawToken(byteRangeToken([0, 0, 0])),
    Contents: new RawToken(`<${'0'.repeat(2 * contentsSize)}>`),
  };
}

function byteRangeToken(numbers: readonly number[]): string {
  return `${`[0 ${numbers.join(' ')}`.padEnd(BYTE_RANGE_WIDTH)}]`;
}

/** The update with the offsets of its own bytes in /ByteRange, as numbers of the finished file. */
export function fillByteRange(
  source: ByteSource,
  finished: FinishedUpdate,
  signature: PdfRef,
  contentsSize: number,
  fieldName: string,
): PreparedSignature {
  // The placeholders end the object (see `placeholders`), so no byte is searched for.
  const gapEnd = finished.ends.get(signature.num)! - source.size - ' >>\nendobj\n'.length;
  const gapStart = gapEnd - (2 * contentsSize + 2);
  const end = source.size + finished.bytes.length;
  const range = { gapStart: source.size + gapStart, gapEnd: source.size + gapEnd, end };
  const token = byteRangeToken([range.gapStart, range.gapEnd, end - range.gapEnd]);
  // Nobody else holds these bytes.
  const update = finished.bytes;
  update.set(fromLatin1(token), gapStart - ' /Contents '.length - token.length);
  return { source, update, range, fieldName };
}

const CHUNK = 1024 * 1024;

/** Digest of the bytes that the signature covers: the original in pieces, then the update without the gap. */
export async function preparedDigest(prepared: PreparedSignature, hash: DigestName): Promise<Uint8Array> {
  const { source, update, range } = prepared;
  const hasher = platform.createHasher(hash);
  for (let at = 0; at < source.size; at += CHUNK) {
    hasher.update(await source.read(at, Math.min(CHUNK, source.size - at)));
  }
  hasher.update(update.subarray(0, range.gapStart - source.size));
  hasher.update(update.subarray(range.gapEnd - source.size));
  return hasher.digest();
}

/** The update with the value in its place. A value above the reserve is ARGUMENT_INVALID. */
export function embedSignature(prepared: PreparedSignature, value: Uint8Array): Uint8Array {
  const { source, update, range } = prepared;
  const reserve = (range.gapEnd - range.gapStart - 2) / 2;
  if (value.length > reserve) {
    throw new YinxinError('ARGUMENT_INVALID', 'the signature value is larger than the reserve for it', {
      details: { size: value.length, reserve },
    });
  }
  const out = update.slice();
  let at = range.gapStart - source.size + 1;
  for (const byte of value) {
    out[at++] = HEX_DIGITS[byte >> 4]!;
    out[at++] = HEX_DIGITS[byte & 15]!;
  }
  return out;
}

/** `0` to `9`, `a` to `f`. */
const HEX_DIGITS: Uint8Array = /* @__PURE__ */ fromLatin1('0123456789abcdef');
