import { compareBytes, copyBytes, fromLatin1, utf8, YinxinError } from '../core/index.ts';
import { TAG } from './tag.ts';
import { formatGeneralizedTime, formatUtcTime } from './time.ts';
import { integer, joined, octetString, sequence, tlv } from './write-value.ts';

/** DER writer: every function returns the whole encoded value. */
export interface DerWriter {
  /** Identifier octet (low tag form) and content. */
  tlv(tagByte: number, content: Uint8Array): Uint8Array;
  sequence(...parts: readonly Uint8Array[]): Uint8Array;
  sequenceOf(parts: readonly Uint8Array[]): Uint8Array;
  /** SET in the order given (for a SET of distinct types the caller sorts by tag). */
  set(...parts: readonly Uint8Array[]): Uint8Array;
  /** SET OF, sorted (X.690 11.6). */
  setOf(parts: readonly Uint8Array[]): Uint8Array;
  /** INTEGER from a number, a bigint, or the big-endian magnitude of a non-negative integer. */
  integer(value: bigint | number | Uint8Array): Uint8Array;
  enumerated(n: number): Uint8Array;
  oid(dotted: string): Uint8Array;
  octetString(bytes: Uint8Array): Uint8Array;
  bitString(bytes: Uint8Array, unusedBits?: number): Uint8Array;
  null(): Uint8Array;
  boolean(b: boolean): Uint8Array;
  utf8String(text: string): Uint8Array;
  printableString(text: string): Uint8Array;
  ia5String(text: string): Uint8Array;
  utcTime(time: Date): Uint8Array;
  generalizedTime(time: Date): Uint8Array;
  /** Time of certificates and signing-time: UTCTime until 2049, GeneralizedTime after, whole seconds (RFC 5280 4.1.2.5). */
  time(time: Date): Uint8Array;
  /** [n] EXPLICIT around a whole value. */
  explicit(n: number, inner: Uint8Array): Uint8Array;
  /** [n] IMPLICIT: the value re-tagged, its constructed bit kept. */
  implicit(n: number, value: Uint8Array): Uint8Array;
}

/** The DER writer. */
export const der: DerWriter = {
  tlv,
  sequence,
  sequenceOf: (parts: readonly Uint8Array[]): Uint8Array => joined(0x30, parts),
  set: (...parts: readonly Uint8Array[]): Uint8Array => joined(0x31, parts),
  setOf: (parts: readonly Uint8Array[]): Uint8Array =>
    joined(0x31, parts.length < 2 ? parts : [...parts].sort(compareBytes)),
  integer,
  enumerated: (n: number): Uint8Array => tlv(TAG.enumerated, integer(n).subarray(2)),
  oid,
  octetString,
  bitString: (bytes: Uint8Array, unusedBits = 0): Uint8Array =>
    joined(TAG.bitString, [Uint8Array.of(unusedBits), bytes]),
  null: (): Uint8Array => Uint8Array.of(TAG.null, 0),
  boolean: (b: boolean): Uint8Array => Uint8Array.of(TAG.boolean, 1, b ? 0xff : 0),
  utf8String: (text: string): Uint8Array => tlv(TAG.utf8String, utf8(text)),
  printableString: (text: string): Uint8Array => {
    if (!/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) invalid('character outside PrintableString');
    return tlv(TAG.printableString, fromLatin1(text));
  },
  ia5String: (text: string): Uint8Array => {
    for (let i = 0; i < text.length; i++)
      if (text.charCodeAt(i) > 0x7f) invalid('character outside IA5String');
    return tlv(TAG.ia5String, fromLatin1(text));
  },
  utcTime: (time: Date): Uint8Array => tlv(TAG.utcTime, fromLatin1(formatUtcTime(time))),
  generalizedTime: (time: Date): Uint8Array =>
    tlv(TAG.generalizedTime, fromLatin1(formatGeneralizedTime(time))),
  time: (time: Date): Uint8Array => {
    const whole = new Date(Math.floor(time.getTime() / 1000) * 1000);
    const year = whole.getUTCFullYear();
    return year >= 1950 && year <= 2049 ? der.utcTime(whole) : der.generalizedTime(whole);
  },
  explicit: (n: number, inner: Uint8Array): Uint8Array => tlv(0xa0 | lowTag(n), inner),
  implicit: (n: number, value: Uint8Array): Uint8Array => {
    const out = copyBytes(value);
    out[0] = 0x80 | (value[0]! & 0x20) | lowTag(n);
    return out;
  },
};

/** Every structure names its parts by the same few dozen identifiers; beyond the bound they are encoded each time. */
const identifiers = /* @__PURE__ */ new Map<string, Uint8Array>();
const MAX_IDENTIFIERS = 512;

function oid(dotted: string): Uint8Array {
  let known = identifiers.get(dotted);
  if (known === undefined) {
    known = encodeOid(dotted);
    if (identifiers.size < MAX_IDENTIFIERS) identifiers.set(dotted, known);
  }
  // The caller may write into what it gets.
  return known.slice();
}

function encodeOid(dotted: string): Uint8Array {
  if (!/^[0-2](?:\.(?:0|[1-9]\d*))+$/.test(dotted)) invalid('OBJECT IDENTIFIER text is malformed');
  const arcs = dotted.split('.').map(BigInt);
  const [root, second, ...others] = arcs as [bigint, bigint, ...bigint[]];
  if (root < 2n && second > 39n) invalid('OBJECT IDENTIFIER second arc is too large');
  const octets: number[] = [];
  for (const arc of [root * 40n + second, ...others]) {
    const group = [Number(arc & 0x7fn)];
    for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) group.unshift(Number(rest & 0x7fn) | 0x80);
    octets.push(...group);
  }
  return tlv(TAG.oid, Uint8Array.from(octets));
}

function lowTag(n: number): number {
  if (!(n >= 0 && n <= 30)) invalid('context tag above 30');
  return n;
}

function invalid(message: string): never {
  throw new YinxinError('ARGUMENT_INVALID', message);
}
