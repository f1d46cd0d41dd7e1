import { asOid, asTime, readDer, readDerAt } from '../asn1/index.ts';
import { type DerCursor, malformed } from './der-cursor.ts';
import { parseGeneralNames } from './general-name.ts';
import { parseReasonCode } from './revocation-reason.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BOOLEAN = 0x01;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;

/** Last arcs below 2.5.29 of the entry extensions that are used (RFC 5280 5.3). */
const REASON_CODE = 21;
const INVALIDITY_DATE = 24;
const CERTIFICATE_ISSUER = 29;

/** Extensions in one entry: real ones have two or three. */
const MAX_EXTENSIONS = 256;
/** Different critical extensions that are remembered by name: one unknown is enough to refuse. */
const MAX_NAMES = 64;

/** What the entries hold beyond serial numbers and dates. */
export class EntryTraits {
  /** OIDs of critical entry extensions. */
  readonly critical: Set<string> = new Set();
  /** The last entry read names its certificate issuer (RFC 5280 5.3.3). */
  namesIssuer = false;
  /** Where the extensions of the last entry start. */
  readonly seen: number[] = [];
}

/** Checks one revokedCertificate that ends at `end`, whose content starts at `start`. DER_INVALID. */
export function checkEntry(
  cursor: DerCursor,
  start: number,
  end: number,
  version: number,
  traits: EntryTraits,
): void {
  const { bytes } = cursor;
  cursor.read(start, end, INTEGER);
  checkSerial(bytes, cursor.start, cursor.end);
  const time = cursor.end;
  cursor.read(time, end, bytes[time] === GENERALIZED_TIME ? GENERALIZED_TIME : UTC_TIME);
  // Anything but the plain form is for the full reader to judge.
  if (!isPlainTime(bytes, cursor.start, cursor.end)) asTime(readDerAt(bytes, time));
  traits.namesIssuer = false;
  if (cursor.end === end) return;
  cursor.read(cursor.end, end, SEQUENCE);
  if (cursor.end !== end) malformed('an entry has elements after its last');
  if (version < 2) malformed('entry extensions before version 2');
  checkExtensions(cursor, cursor.start, end, traits);
}

/** INTEGER, not empty, minimal (X.690 8.3.2). */
function checkSerial(bytes: Uint8Array, start: number, end: number): void {
  if (end === start) malformed('a serial number is empty');
  if (end - start === 1) return;
  const first = bytes[start]!;
  const isNextNegative = bytes[start + 1]! >= 0x80;
  if ((first === 0 && !isNextNegative) || (first === 0xff && isNextNegative))
    malformed('a serial number is not minimal');
}

/** `YYMMDDhhmmssZ` or `YYYYMMDDhhmmssZ` of a day that every month has. */
function isPlainTime(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if ((length !== 13 && length !== 15) || bytes[end - 1] !== 0x5a) return false;
  for (let i = start; i < end - 1; i++) if (bytes[i]! < 0x30 || bytes[i]! > 0x39) return false;
  const month = twoDigits(bytes, end - 11);
  const day = twoDigits(bytes, end - 9);
  if (month < 1 || month > 12 || day < 1 || day > 28) return false;
  return twoDigits(bytes, end - 7) < 24 && twoDigits(bytes, end - 5) < 60 && twoDigits(bytes, end - 3) < 60;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - 0x30) * 10 + bytes[at + 1]! - 0x30;
}

function checkExtensions(cursor: DerCursor, start: number, end: number, traits: EntryTraits): void {
  if (start === end) malformed('Extensions is empty');
  traits.seen.length = 0;
  for (let at = start; at < end; ) {
    cursor.read(at, end, SEQUENCE);
    at = cursor.end;
    checkExtension(cursor, cursor.start, at, traits);
  }
}

function checkExtension(cursor: DerCursor, start: number, end: number, traits: EntryTraits): void {
  const { bytes } = cursor;
  cursor.read(start, end, OBJECT_IDENTIFIER);
  const arc = certificateExtensionArc(bytes, cursor.start, cursor.end);
  const oid = arc < 0 ? asOid(readDer(bytes.subarray(start, cursor.end))) : undefined;
  assertNew(bytes, start, cursor.end - start, traits.seen);
  let at = cursor.end;
  if (bytes[at] === BOOLEAN) {
    cursor.read(at, end, BOOLEAN);
    const flag = bytes[cursor.start];
    // FALSE written out is tolerated here as in certificates.
    if (cursor.end - cursor.start !== 1 || (flag !== 0 && flag !== 0xff)) malformed('BOOLEAN is malformed');
    if (flag === 0xff && traits.critical.size < MAX_NAMES) traits.critical.add(oid ?? `2.5.29.${arc}`);
    at = cursor.end;
  }
  cursor.read(at, end, OCTET_STRING);
  if (cursor.end !== end) malformed('an extension has elements after its last');
  if (arc >= 0) checkValue(arc, bytes, cursor.start, end, traits);
}

/** An extension that comes twice is refused, as everywhere. */
function assertNew(bytes: Uint8Array, at: number, length: number, seen: number[]): void {
  for (const other of seen) if (sameBytes(bytes, other, at, length)) malformed('an extension comes twice');
  if (seen.length === MAX_EXTENSIONS) malformed('an entry has too many extensions');
  seen.push(at);
}

/** The values that are used: a malformed one would be found out too late. */
function checkValue(arc: number, bytes: Uint8Array, start: number, end: number, traits: EntryTraits): void {
  if (arc === REASON_CODE) {
    // ENUMERATED of one octet: all that there are.
    const plain = end - start === 3 && bytes[start] === 0x0a && bytes[start + 1] === 1;
    const code = bytes[start + 2]!;
    if (!plain || code > 10 || code === 7) parseReasonCode(bytes.subarray(start, end));
  } else if (arc === INVALIDITY_DATE) asTime(readDer(bytes.subarray(start, end)));
  else if (arc === CERTIFICATE_ISSUER) {
    parseGeneralNames(readDer(bytes.subarray(start, end)));
    traits.namesIssuer = true;
  }
}

/** The arc of an object identifier 2.5.29.n with n below 128, where nearly all entry extensions stand; else -1. */
function certificateExtensionArc(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 3 || bytes[start] !== 0x55 || bytes[start + 1] !== 0x1d) return -1;
  return bytes[start + 2]! < 0x80 ? bytes[start + 2]! : -1;
}

function sameBytes(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}
