import {
  canonicalJsonBytes,
  equalBytes,
  fromUtf8,
  isYinxinError,
  type JsonValue,
  YinxinError,
} from '../../core/index.ts';
import { type PkiMemo, pkiMemo } from '../memo.ts';
import { invalid, JsonRecord } from './json-record.ts';
import {
  ISSUER_LIST_SCHEMA,
  type IssuerList,
  LISTED_PURPOSES,
  type ListedIssuer,
  type ListedPurpose,
  type ListedState,
} from './model.ts';

/** 10,000 certificates of 2 KB in base64, and room beside them. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_ENTRIES = 10_000;
/** List, entries, entry, field. */
const MAX_DEPTH = 4;
/** Certificates of CAs with long policies take 4 KB. */
const MAX_CERTIFICATE_BYTES = 32 * 1024;
const MAX_NAMES = 16;
const MAX_LICENSE_TYPES = 1000;
const MAX_HOSTS = 64;

const HOST = /^(?=.{1,253}(?::|$))[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?$/;
const URI_PREFIX = /^https?:\/\/[\u0021-\u007e]+$/;

/**
 * Reads the bytes of an issuer list (`docs/issuer-list.md`) without believing them: canonical JSON (RFC 8785) alone, so
 * that one list has one spelling; fields of the schema alone, none twice; certificates that can be read; states, times
 * and purposes that fit each other; bounded in size, depth and number. ISSUER_LIST_INVALID.
 */
export function readIssuerList(bytes: Uint8Array, memo: PkiMemo = pkiMemo()): IssuerList<ListedIssuer> {
  try {
    return listOf(parseCanonical(bytes), memo);
  } catch (error) {
    if (!isYinxinError(error) || error.code === 'ISSUER_LIST_INVALID') throw error;
    throw new YinxinError('ISSUER_LIST_INVALID', `the issuer list is malformed: ${error.message}`, {
      cause: error,
    });
  }
}

function parseCanonical(bytes: Uint8Array): JsonValue {
  if (bytes.length > MAX_BYTES) throw invalid(`it has more than ${MAX_BYTES} bytes`);
  assertShallow(bytes);
  const text = fromUtf8(bytes);
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new YinxinError('ISSUER_LIST_INVALID', 'the issuer list is no JSON', { cause });
  }
  // Doubled keys, other orders, white space, and other spellings of numbers and strings do not come back the same.
  if (!equalBytes(canonicalJsonBytes(value), bytes)) throw invalid('it is not in canonical form (RFC 8785)');
  return value;
}

/** Engines parse JSON by recursion: depth is bounded before they see it. */
function assertShallow(bytes: Uint8Array): void {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inText) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > MAX_DEPTH) throw invalid(`it is nested deeper than ${MAX_DEPTH}`);
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
}

function listOf(value: JsonValue, memo: PkiMemo): IssuerList<ListedIssuer> {
  const record = new JsonRecord(value, 'list');
  if (record.text('schema') !== ISSUER_LIST_SCHEMA) throw invalid(`its schema is not ${ISSUER_LIST_SCHEMA}`);
  const issuedAt = record.time('issuedAt');
  const nextUpdate = record.time('nextUpdate');
  if (nextUpdate <= issuedAt) throw invalid('nextUpdate does not follow issuedAt');
  const list = {
    issuer: record.text('issuer'),
    sequence: record.count('sequence'),
    issuedAt,
    nextUpdate,
    entries: record
      .array('entries', MAX_ENTRIES)
      .map((entry, i) => entryOf(new JsonRecord(entry, `entries[${i}]`), issuedAt, memo)),
  };
  record.end();
  return list;
}

function entryOf(record: JsonRecord, issuedAt: Date, memo: PkiMemo): ListedIssuer {
  const certificate = record.bytes('certificate', MAX_CERTIFICATE_BYTES);
  const optional = <T>(name: string, read: () => T): Partial<Record<string, T>> =>
    record.has(name) ? { [name]: read() } : {};
  const entry: ListedIssuer = {
    certificate,
    parsed: memo.certificate(certificate),
    names: record.texts('names', MAX_NAMES),
    from: record.time('from'),
    to: record.time('to'),
    state: stateOf(record.text('state')),
    purposes: record.texts('purposes', LISTED_PURPOSES.length).map(purposeOf),
    ...optional('compromisedAt', () => record.time('compromisedAt')),
    ...optional('issuerCode', () => record.text('issuerCode')),
    ...optional('licenseTypes', () => record.texts('licenseTypes', MAX_LICENSE_TYPES)),
    ...optional('hosts', () => record.texts('hosts', MAX_HOSTS).map(hostOf)),
    ...optional('statusUriPrefix', () => uriPrefixOf(record.text('statusUriPrefix'))),
  };
  record.end();
  assertCoherent(entry, issuedAt);
  return entry;
}

function assertCoherent(entry: ListedIssuer, issuedAt: Date): void {
  const { state, from, to, compromisedAt } = entry;
  if (to < from) throw invalid('an entry ends before it begins');
  if ((state === 'compromised') !== (compromisedAt !== undefined)) {
    throw invalid('compromisedAt stands with the state compromised, and only there');
  }
  if (compromisedAt !== undefined && compromisedAt > issuedAt) {
    throw invalid('a compromise lies after the list that tells it');
  }
  if (state === 'retired' && to > issuedAt) throw invalid('a retired entry has no end before the list');
}

function stateOf(text: string): ListedState {
  if (text === 'active' || text === 'retired' || text === 'compromised') return text;
  throw invalid('the state of an entry is none of active, retired, compromised');
}

function purposeOf(text: string): ListedPurpose {
  const purpose = LISTED_PURPOSES.find((known) => known === text);
  if (purpose === undefined) throw invalid(`a purpose is none of ${LISTED_PURPOSES.join(', ')}`);
  return purpose;
}

function hostOf(text: string): string {
  if (!HOST.test(text)) throw invalid('a host is no lower-case host name');
  return text;
}

function uriPrefixOf(text: string): string {
  if (!URI_PREFIX.test(text)) throw invalid('statusUriPrefix is no http or https URI');
  return text;
}
