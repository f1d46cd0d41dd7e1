import { platform } from '#platform';
import { type CalendarDate, dateOfDayNumber, dayNumber, YinxinError } from '../../foundation/core/index.ts';
import { type CborKey, type CborValue, decodeCbor, encodeCbor } from '../cbor/index.ts';

/** Indexes of one list: 2^24 states take 8 MiB before compression. */
export const MAX_LIST_SIZE: number = 2 ** 24;
/** A signed list of that size cannot be longer than its states and a frame. */
export const MAX_LIST_BYTES: number = MAX_LIST_SIZE / 2 + 65_536;

/** `typ` of the signed list. Not the IETF type: there 0 means valid, here it means not issued. */
export const STATUS_LIST_TYPE = 'application/yinxin-license-status+cwt';

/** A status list before signing: two states in a byte, the even index in the low half. */
export interface StatusListPayload {
  readonly uri: string;
  readonly issuerCode: string;
  readonly list: number;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly ttlSeconds: number;
  readonly size: number;
  readonly states: Uint8Array;
  /** The Beijing day from which a state counts, by index: of states that act backwards. */
  readonly from: ReadonlyMap<number, CalendarDate>;
}

const CLAIM = { subject: 2, expires: 4, issued: 6, ttl: 65534, list: -70303 } as const;
const KEY = { issuerCode: 1, list: 2, bits: 3, size: 4, states: 5, from: 6 } as const;
const BITS = 4;

/** Deterministic CBOR of a list; the states stand in it with zlib compression. */
export function encodeStatusPayload(payload: StatusListPayload): Uint8Array {
  return encodeCbor(
    new Map<CborKey, CborValue>([
      [CLAIM.subject, payload.uri],
      [CLAIM.expires, Math.floor(payload.expiresAt.getTime() / 1000)],
      [CLAIM.issued, Math.floor(payload.issuedAt.getTime() / 1000)],
      [CLAIM.ttl, payload.ttlSeconds],
      [
        CLAIM.list,
        new Map<CborKey, CborValue>([
          [KEY.issuerCode, payload.issuerCode],
          [KEY.list, payload.list],
          [KEY.bits, BITS],
          [KEY.size, payload.size],
          [KEY.states, platform.deflate(payload.states)],
          ...encodeDays(payload.from),
        ]),
      ],
    ]),
  );
}

/** Reads a list strictly; the states must be exactly as many as the size says. @throws STATUS_LIST_INVALID. */
export function decodeStatusPayload(bytes: Uint8Array): StatusListPayload {
  const claims = decodeCbor(bytes, { maxBytes: MAX_LIST_BYTES });
  if (!(claims instanceof Map) || claims.size !== 5) throw invalid('claims');
  const list: unknown = claims.get(CLAIM.list);
  if (
    !(list instanceof Map) ||
    !(list.size === 5 || (list.size === 6 && list.has(KEY.from))) ||
    list.get(KEY.bits) !== BITS
  )
    throw invalid('list');
  const uri: unknown = claims.get(CLAIM.subject);
  const issuerCode: unknown = list.get(KEY.issuerCode);
  const packed: unknown = list.get(KEY.states);
  if (typeof uri !== 'string' || typeof issuerCode !== 'string' || !(packed instanceof Uint8Array)) {
    throw invalid('types');
  }
  const size = natural(list.get(KEY.size), MAX_LIST_SIZE);
  return {
    uri,
    issuerCode,
    list: natural(list.get(KEY.list), 0xffff),
    issuedAt: new Date(natural(claims.get(CLAIM.issued), 253_402_300_800) * 1000),
    expiresAt: new Date(natural(claims.get(CLAIM.expires), 253_402_300_800) * 1000),
    ttlSeconds: natural(claims.get(CLAIM.ttl), 0xffff_ffff),
    size,
    states: inflateStates(packed, Math.ceil(size / 2)),
    from: decodeDays(list.get(KEY.from), size),
  };
}

/** Absent when empty, so that a list has one form. */
function encodeDays(from: StatusListPayload['from']): [CborKey, CborValue][] {
  if (from.size === 0) return [];
  return [[KEY.from, new Map([...from].map(([index, day]) => [index, dayNumber(day)]))]];
}

function decodeDays(value: unknown, size: number): ReadonlyMap<number, CalendarDate> {
  if (value === undefined) return new Map();
  if (!(value instanceof Map) || value.size === 0) throw invalid('days');
  // Up to 9999-12-31.
  return new Map(
    [...value].map(([index, day]) => [natural(index, size - 1), dateOfDayNumber(natural(day, 2_932_896))]),
  );
}

function inflateStates(packed: Uint8Array, length: number): Uint8Array {
  const { bytes, consumed } = platform.inflate(packed, length);
  if (bytes.length !== length || consumed !== packed.length) throw invalid('states');
  return bytes;
}

function natural(value: unknown, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > max)
    throw invalid('number');
  return value;
}

function invalid(what: string): YinxinError {
  return new YinxinError('STATUS_LIST_INVALID', `status list: ${what} not as the profile fixes it`);
}
