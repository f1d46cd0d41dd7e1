import { copyBytes, fromUtf8, latin1, toHex, YinxinError } from '../core/index.ts';
import { oidText } from './oid-text.ts';
import { childrenOf, type Der, readDer } from './read.ts';
import { isUniversal } from './reader.ts';
import { TAG } from './tag.ts';
import { parseGeneralizedTime, parseUtcTime } from './time.ts';

/** INTEGER of any size, minimal (X.690 8.3.2). */
export function asInteger(value: Der): bigint {
  const c = integerContent(value);
  // By way of hexadecimal: shifting byte by byte costs the square of a length that the file chooses.
  const out = BigInt(`0x${toHex(c)}`);
  return c[0]! >= 0x80 ? out - (1n << BigInt(8 * c.length)) : out;
}

/** INTEGER or ENUMERATED within ±2^47. */
export function asSmallInteger(value: Der): number {
  const c = integerContent(value, value.tag === TAG.enumerated ? TAG.enumerated : TAG.integer);
  if (c.length > 6) invalid('INTEGER is too large here');
  let out = c[0]! >= 0x80 ? -1 : 0;
  for (const b of c) out = out * 256 + b;
  return out;
}

/** Magnitude of a non-negative INTEGER, without the sign octet. */
export function asUnsignedBytes(value: Der): Uint8Array {
  const c = integerContent(value);
  if (c[0]! >= 0x80) invalid('INTEGER is negative');
  return c.length > 1 && c[0] === 0 ? c.subarray(1) : c;
}

/** OBJECT IDENTIFIER in dotted form. */
export function asOid(value: Der): string {
  assertType(value, TAG.oid);
  return oidText(value.source, value.contentStart, value.end);
}

/** OCTET STRING content. */
export function asOctetString(value: Der): Uint8Array {
  return content(value, TAG.octetString);
}

/** BIT STRING; unused bits must be zero (X.690 11.2.1). */
export function asBitString(value: Der): { readonly unusedBits: number; readonly bytes: Uint8Array } {
  const c = content(value, TAG.bitString);
  const unusedBits = c[0];
  if (unusedBits === undefined || unusedBits > 7 || (c.length === 1 && unusedBits !== 0))
    invalid('BIT STRING is malformed');
  if (unusedBits !== 0 && (c[c.length - 1]! & ((1 << unusedBits) - 1)) !== 0)
    invalid('BIT STRING has unused bits set');
  return { unusedBits, bytes: c.subarray(1) };
}

/** BOOLEAN: FF or 00 (X.690 11.1). */
export function asBoolean(value: Der): boolean {
  const c = content(value, TAG.boolean);
  if (c.length !== 1 || (c[0] !== 0 && c[0] !== 0xff)) invalid('BOOLEAN is malformed');
  return c[0] === 0xff;
}

/** NULL: no content. */
export function asNull(value: Der): null {
  if (content(value, TAG.null).length !== 0) invalid('NULL has content');
  return null;
}

/** Text of any of the string types of X.509 names. TeletexString is read as ISO 8859-1, as everybody writes it. */
export function asText(value: Der): string {
  assertText(value);
  const c = value.content;
  switch (value.tag) {
    case TAG.utf8String:
      return fromUtf8(c);
    case TAG.bmpString:
      return decodeUtf16(c);
    case TAG.universalString:
      return decodeUtf32(c);
    default:
      return latin1(c);
  }
}

/** Refuses what {@link asText} refuses, without making the text: most texts are read and never shown. */
export function assertText(value: Der): void {
  const c = value.content;
  switch (value.tagClass === 'universal' ? value.tag : undefined) {
    case TAG.utf8String:
      if (!isAscii(c)) fromUtf8(c);
      return;
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.numericString:
    case TAG.visibleString:
      if (!isAscii(c)) invalid('character outside the string type');
      return;
    case TAG.teletexString:
      return;
    case TAG.bmpString:
      if (c.length % 2 !== 0) invalid('BMPString of odd length');
      return;
    case TAG.universalString:
      if (c.length % 4 !== 0) invalid('UniversalString of odd length');
      decodeUtf32(c);
      return;
    default:
      invalid('not a character string');
  }
}

/** UTCTime (1950 to 2049) or GeneralizedTime, both in Z (RFC 5280 4.1.2.5). */
export function asTime(value: Der): Date {
  if (isUniversal(value, TAG.utcTime)) return parseUtcTime(latin1(value.content));
  if (isUniversal(value, TAG.generalizedTime)) return parseGeneralizedTime(latin1(value.content));
  return invalid('not a time');
}

/** The one value inside [n] EXPLICIT. */
export function explicitOf(value: Der): Der {
  const children = childrenOf(value);
  if (children.length !== 1) invalid('an explicit tag holds exactly one value');
  return children[0]!;
}

/** A value tagged [n] IMPLICIT seen as universal type `tag`; `raw` is a re-tagged copy (CMS signedAttrs are hashed so). */
export function implicitAs(value: Der, tag: number): Der {
  const raw = copyBytes(value.raw);
  raw[0] = tag | (value.constructed ? 0x20 : 0);
  return readDer(raw);
}

function integerContent(value: Der, tag: number = TAG.integer): Uint8Array {
  const c = content(value, tag);
  if (c.length === 0) invalid('INTEGER is empty');
  if (c.length > 1 && ((c[0] === 0 && c[1]! < 0x80) || (c[0] === 0xff && c[1]! >= 0x80)))
    invalid('INTEGER is not minimal');
  return c;
}

function content(value: Der, tag: number): Uint8Array {
  assertType(value, tag);
  return value.content;
}

function assertType(value: Der, tag: number): void {
  if (!isUniversal(value, tag))
    invalid(`expected universal type ${tag}, found ${value.tagClass} ${value.tag}`);
}

function isAscii(c: Uint8Array): boolean {
  for (const b of c) if (b >= 0x80) return false;
  return true;
}

function decodeUtf16(c: Uint8Array): string {
  let out = '';
  for (let i = 0; i < c.length; i += 2) out += String.fromCharCode((c[i]! << 8) | c[i + 1]!);
  return out;
}

function decodeUtf32(c: Uint8Array): string {
  let out = '';
  for (let i = 0; i < c.length; i += 4) {
    const point = ((c[i]! << 24) | (c[i + 1]! << 16) | (c[i + 2]! << 8) | c[i + 3]!) >>> 0;
    if (point > 0x10ffff) invalid('UniversalString beyond Unicode');
    out += String.fromCodePoint(point);
  }
  return out;
}

function invalid(message: string): never {
  throw new YinxinError('DER_INVALID', message);
}
