import {
  beijingDate,
  type CalendarDate,
  dateOfDayNumber,
  dayNumber,
  endOfBeijingDate,
  YinxinError,
} from '../../foundation/core/index.ts';
import { MAX_CODE_BYTES } from '../carrier/index.ts';
import { type CborKey, type CborValue, decodeCbor, encodeCbor, isCborTag } from '../cbor/index.ts';
import { cborOfValue, type FieldValue, MAX_LEAVES, type TreeAnchor, type TreeHash } from '../merkle/index.ts';
import { compactText, readCompactText } from './compact-text.ts';
import { packIdentifier, unpackIdentifier } from './pack-identifier.ts';

/** Where the status of a license stands: list number of the issuer, place in the list. */
export interface StatusReference {
  readonly list: number;
  readonly index: number;
}

/** What a LicenseQR v1 says. */
export interface LicenseQrPayload {
  readonly issuedAt: Date;
  readonly identifier: string;
  readonly issueDate: CalendarDate;
  readonly validFrom?: CalendarDate;
  /** Inclusive Beijing date, carried as `exp`: the first instant after it. Absent: long-term. */
  readonly validTo?: CalendarDate;
  readonly status: StatusReference;
  /** Root over all fields of the license. */
  readonly anchor: TreeAnchor;
  /** SHA-256 of the public key (SPKI) that may present the license (亮证): the holder's, or one of the agency's back end. */
  readonly presenter?: Uint8Array;
  /** At most 5 public fields, by metadata key. */
  readonly clear: Readonly<Record<string, FieldValue>>;
}

/** CWT claims (RFC 8392), and one private claim that holds everything of the profile under small keys. */
const CLAIM = { expires: 4, issued: 6, license: -70302 } as const;
const KEY = {
  identifier: 1,
  number: 2,
  holder: 3,
  /** Left out on the day the code was signed. */
  issueDay: 4,
  /** Days from the issue date; left out for 0, null for a license without a first day. */
  fromOffset: 5,
  root: 6,
  leafCount: 7,
  /** Left out for SHA-256. */
  hash: 8,
  status: 9,
  fields: 10,
  /** What `cnf` of RFC 8747 is for; a digest, so that the static code stays small. */
  presenter: 11,
} as const;
const HASH_NUMBERS: Readonly<Record<TreeHash, number>> = { sha256: 1, sm3: 2 };
/** Fields with a key of their own. */
const SHORT_KEYS: Readonly<Record<string, number>> = { ZZBH: KEY.number, CZZT: KEY.holder };
/** The facts fix it: a code shows five public fields at most. */
export const MAX_CLEAR_FIELDS = 5;
const ROOT_BYTES = 32;
const TAG_DAYS = 100;

/** The payload as deterministic CBOR. @throws ARGUMENT_INVALID for more than 5 clear fields. */
export function encodePayload(payload: LicenseQrPayload): Uint8Array {
  const { anchor, clear, status, validTo } = payload;
  if (Object.keys(clear).length > MAX_CLEAR_FIELDS) {
    throw new YinxinError('ARGUMENT_INVALID', `a code shows at most ${MAX_CLEAR_FIELDS} fields in clear`);
  }
  const license = new Map<CborKey, CborValue>([
    [KEY.identifier, packIdentifier(payload.identifier)],
    [KEY.root, anchor.root],
    [KEY.leafCount, anchor.leafCount],
    [KEY.status, [status.list, status.index]],
  ]);
  // What nearly all licenses have in common takes no bytes, so that the code stays small.
  if (anchor.hash !== 'sha256') license.set(KEY.hash, HASH_NUMBERS[anchor.hash]);
  if (payload.issueDate !== beijingDate(payload.issuedAt))
    license.set(KEY.issueDay, dayNumber(payload.issueDate));
  const offset =
    payload.validFrom === undefined ? null : dayNumber(payload.validFrom) - dayNumber(payload.issueDate);
  if (offset !== 0) license.set(KEY.fromOffset, offset);
  if (payload.presenter !== undefined) license.set(KEY.presenter, payload.presenter);
  const further = new Map<CborKey, CborValue>();
  for (const [key, value] of Object.entries(clear)) {
    const short = SHORT_KEYS[key];
    if (short === undefined) further.set(key, cborOfField(value));
    else license.set(short, cborOfField(value));
  }
  if (further.size > 0) license.set(KEY.fields, further);
  const claims = new Map<CborKey, CborValue>([
    [CLAIM.issued, seconds(payload.issuedAt)],
    [CLAIM.license, license],
  ]);
  if (validTo !== undefined) claims.set(CLAIM.expires, seconds(endOfBeijingDate(validTo)));
  return encodeCbor(claims);
}

/**
 * Reads a payload strictly: known claims and keys only, each of its type, the expiry at the end of a Beijing day.
 * @throws QR_INVALID, CBOR_INVALID.
 */
export function decodePayload(bytes: Uint8Array): LicenseQrPayload {
  const claims = asMap(decodeCbor(bytes, { maxBytes: MAX_CODE_BYTES }), Object.values(CLAIM));
  const license = asMap(claims.get(CLAIM.license), Object.values(KEY));
  const issuedAt = asTime(claims.get(CLAIM.issued));
  const issueDate = asIssueDate(license.get(KEY.issueDay), issuedAt);
  const offset = license.get(KEY.fromOffset);
  const validFrom = offset === null ? undefined : dayFrom(issueDate, offset);
  const validTo = optional(claims.get(CLAIM.expires), lastDayBefore);
  const presenter = optional(license.get(KEY.presenter), asDigest);
  return {
    issuedAt,
    identifier: unpackIdentifier(license.get(KEY.identifier)),
    issueDate,
    status: asStatus(license.get(KEY.status)),
    anchor: asAnchor(license),
    clear: asClear(license),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
    ...(presenter === undefined ? {} : { presenter }),
  };
}

function asDigest(value: CborValue): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length !== ROOT_BYTES)
    throw invalid('the key that may present it');
  return value;
}

function asAnchor(license: ReadonlyMap<CborKey, CborValue>): TreeAnchor {
  const root = license.get(KEY.root);
  const leafCount = asNatural(license.get(KEY.leafCount), MAX_LEAVES);
  const number = license.get(KEY.hash);
  const hash = number === undefined ? 'sha256' : number === HASH_NUMBERS.sm3 ? 'sm3' : undefined;
  if (!(root instanceof Uint8Array) || root.length !== ROOT_BYTES || leafCount === 0 || hash === undefined) {
    throw invalid('root, leaf count or digest');
  }
  return { hash, leafCount, root };
}

function asClear(license: ReadonlyMap<CborKey, CborValue>): Record<string, FieldValue> {
  const clear: Record<string, FieldValue> = {};
  for (const [key, short] of Object.entries(SHORT_KEYS)) {
    const value = license.get(short);
    if (value !== undefined) clear[key] = asFieldValue(value);
  }
  const further = license.get(KEY.fields);
  if (further !== undefined) {
    if (!(further instanceof Map) || further.size === 0) throw invalid('the clear fields');
    for (const [key, value] of further as ReadonlyMap<CborKey, CborValue>) {
      if (typeof key !== 'string' || !/^[A-Z0-9_]{1,64}$/.test(key) || key in SHORT_KEYS)
        throw invalid('a field key');
      clear[key] = asFieldValue(value);
    }
  }
  if (Object.keys(clear).length > MAX_CLEAR_FIELDS) throw invalid('more than five clear fields');
  return clear;
}

function asFieldValue(value: CborValue): FieldValue {
  if (typeof value === 'number') return value;
  if (isText(value)) return readCompactText(value);
  if (Array.isArray(value) && value.every(isText)) return value.map(readCompactText);
  if (value !== null && isCborTag(value) && value.tag === TAG_DAYS) return { date: asDay(value.value) };
  throw invalid('a clear field');
}

function isText(value: CborValue): value is string | Uint8Array {
  return typeof value === 'string' || value instanceof Uint8Array;
}

/** Texts in few bytes; everything else as in a leaf. */
function cborOfField(value: FieldValue): CborValue {
  if (typeof value === 'string') return compactText(value);
  if (typeof value === 'object' && !('date' in value)) return value.map(compactText);
  return cborOfValue(value);
}

function asStatus(value: CborValue | undefined): StatusReference {
  if (!Array.isArray(value) || value.length !== 2) throw invalid('the status reference');
  const [list, index] = value as readonly CborValue[];
  return { list: asNatural(list, 0xffff), index: asNatural(index, 0xffffff) };
}

function asMap(value: CborValue | undefined, known: readonly number[]): ReadonlyMap<CborKey, CborValue> {
  if (!(value instanceof Map)) throw invalid('no map where one is due');
  const map = value as ReadonlyMap<CborKey, CborValue>;
  // What is signed and not understood could change the meaning of the rest.
  for (const key of map.keys()) if (!known.includes(key as number)) throw invalid('an unknown key');
  return map;
}

function asDay(value: CborValue | undefined): CalendarDate {
  // Up to 9999-12-31.
  return dateOfDayNumber(asNatural(value, 2_932_896));
}

/** The day of signing where none is said; saying that one would be a second form. */
function asIssueDate(value: CborValue | undefined, issuedAt: Date): CalendarDate {
  const signed = beijingDate(issuedAt);
  const said = value === undefined ? undefined : asDay(value);
  if (said === signed) throw invalid('the day of issue');
  return said ?? signed;
}

function dayFrom(date: CalendarDate, offset: CborValue | undefined): CalendarDate {
  if (offset === undefined) return date;
  if (typeof offset !== 'number' || offset === 0) throw invalid('the first valid day');
  return asDay(dayNumber(date) + offset);
}

/** The license ends with a day: an expiry within one is none of ours. */
function lastDayBefore(expiry: CborValue): CalendarDate {
  const time = asTime(expiry);
  const day = beijingDate(new Date(time.getTime() - 1000));
  if (endOfBeijingDate(day).getTime() !== time.getTime()) throw invalid('the expiry');
  return day;
}

function asTime(value: CborValue | undefined): Date {
  return new Date(asNatural(value, 253_402_300_800) * 1000);
}

function asNatural(value: CborValue | undefined, max: number): number {
  if (typeof value !== 'number' || value < 0 || value > max) throw invalid('a number out of range');
  return value;
}

function optional<T>(value: CborValue | undefined, read: (value: CborValue) => T): T | undefined {
  return value === undefined ? undefined : read(value);
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

function invalid(why: string): YinxinError {
  return new YinxinError('QR_INVALID', `license code: ${why} is not as LicenseQR v1 fixes it`);
}
