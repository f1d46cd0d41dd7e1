import { der } from '../../foundation/asn1/index.ts';
import { concatBytes, YinxinError } from '../../foundation/core/index.ts';

/** Values in one PKCS#12 file: a key with its chain has some hundred. */
const MAX_VALUES = 100_000;
const MAX_DEPTH = 32;

/**
 * BER as DER for a strict reader: Bouncy Castle writes PKCS#12 with indefinite lengths and OCTET STRINGs in pieces
 * (X.690 8.1.3.6, 8.7.3). Lengths become definite and minimal, pieces one string; nothing else changes.
 * Bytes that are DER already come back equal. DER_INVALID, LIMIT_EXCEEDED.
 */
export function definiteForm(bytes: Uint8Array): Uint8Array {
  const walk: Walk = { bytes, values: 0 };
  const { encoded, end } = convert(walk, 0, 0);
  if (end !== bytes.length) {
    throw new YinxinError('DER_TRAILING_DATA', `${bytes.length - end} bytes after the value`);
  }
  return encoded;
}

interface Walk {
  readonly bytes: Uint8Array;
  values: number;
}

interface Converted {
  readonly encoded: Uint8Array;
  /** Content of a primitive value. */
  readonly content: Uint8Array;
  readonly end: number;
}

const OCTET_STRING = 0x04;
const CONSTRUCTED = 0x20;

function convert(walk: Walk, offset: number, depth: number): Converted {
  if (++walk.values > MAX_VALUES || depth > MAX_DEPTH) {
    throw new YinxinError('LIMIT_EXCEEDED', 'the key file has too many or too deeply nested values', {
      details: { values: MAX_VALUES, depth: MAX_DEPTH },
    });
  }
  const tag = byteAt(walk, offset);
  if ((tag & 0x1f) === 0x1f) throw invalid('tags above 30 do not occur in key files');
  const { start, end } = readLength(walk, offset + 1);
  if ((tag & CONSTRUCTED) === 0) {
    if (end === undefined) throw invalid('a primitive value of indefinite length');
    const content = walk.bytes.subarray(start, end);
    return { encoded: der.tlv(tag, content), content, end };
  }
  const children: Converted[] = [];
  let at = start;
  while (end === undefined ? !atEndOfContents(walk, at) : at < end) {
    const child = convert(walk, at, depth + 1);
    children.push(child);
    at = child.end;
  }
  if (end !== undefined && at !== end) throw invalid('a value reaches past its parent');
  const after = end ?? at + 2;
  if (tag !== (OCTET_STRING | CONSTRUCTED)) {
    const content = concatBytes(...children.map((child) => child.encoded));
    return { encoded: der.tlv(tag, content), content, end: after };
  }
  if (children.some((child) => child.encoded[0] !== OCTET_STRING))
    throw invalid('an OCTET STRING of other pieces');
  const content = concatBytes(...children.map((child) => child.content));
  return { encoded: der.tlv(OCTET_STRING, content), content, end: after };
}

/** Where the content starts and ends; no end for the indefinite form. */
function readLength(walk: Walk, offset: number): { readonly start: number; readonly end?: number } {
  const first = byteAt(walk, offset);
  if (first === 0x80) return { start: offset + 1 };
  let length = first;
  let start = offset + 1;
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 5) throw invalid('a length of more than five octets');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + byteAt(walk, start++);
  }
  if (start + length > walk.bytes.length) throw invalid('a value is cut short');
  return { start, end: start + length };
}

function atEndOfContents(walk: Walk, at: number): boolean {
  return byteAt(walk, at) === 0 && byteAt(walk, at + 1) === 0;
}

function byteAt({ bytes }: Walk, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw invalid('a value is cut short');
  return byte;
}

function invalid(message: string): YinxinError {
  return new YinxinError('DER_INVALID', `not BER: ${message}`);
}
