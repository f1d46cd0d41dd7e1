import {
  canonicalJson,
  type JsonValue,
  readCanonicalJson,
  toHex,
  utf8,
} from '../../foundation/core/index.ts';
import { digest, keyedDigest } from '../../foundation/crypto/index.ts';

/** The content of one line of an audit log. */
export interface AuditRecord {
  readonly v: 'yinxin.audit/1';
  /** Random name of the log, set with its first line: a log cannot be put in place of another. */
  readonly log: string;
  /** Several writers each keep a chain of their own. */
  readonly writer: string;
  /** From 0, without gaps. */
  readonly sequence: number;
  /** SHA-256 of the line before, hex; of nothing at the start. */
  readonly previous: string;
  /** When it was written, by the clock of the log, ISO 8601. */
  readonly written: string;
  readonly kind: string;
  readonly body: JsonValue;
}

/** Longest line that is read. */
export const MAX_AUDIT_LINE: number = 64 * 1024;

/** `previous` of the first line. */
export const AUDIT_START: string = '0'.repeat(64);

const MAC_LENGTH = 64;

/** A line: HMAC-SHA-256 over the JSON under the key of the log, hex, and the canonical JSON. */
export function auditLine(record: AuditRecord, key: Uint8Array): string {
  const json = canonicalJson(record as unknown as JsonValue);
  return `${macOf(json, key)} ${json}`;
}

/** What links the next line to this one. */
export function hashOfLine(line: string): string {
  return toHex(digest('sha256', utf8(line)));
}

/** A line as it was read. */
export interface ReadLine {
  readonly record: AuditRecord;
  /** Absent: no key was given. */
  readonly macFits?: boolean;
}

/** Reads a line that this library wrote; `undefined` for anything else, canonical form included. */
export function readAuditLine(line: string, key?: Uint8Array): ReadLine | undefined {
  if (line.length > MAX_AUDIT_LINE || line[MAC_LENGTH] !== ' ') return undefined;
  const json = line.slice(MAC_LENGTH + 1);
  const record = parse(json);
  if (record === undefined) return undefined;
  return key === undefined ? { record } : { record, macFits: macOf(json, key) === line.slice(0, MAC_LENGTH) };
}

function parse(json: string): AuditRecord | undefined {
  const read = readCanonicalJson(json);
  if (!('value' in read)) return undefined;
  const value: unknown = read.value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { v, log, writer, sequence, previous, written, kind } = value as Partial<
    Record<keyof AuditRecord, unknown>
  >;
  const texts = [log, writer, previous, written, kind].every((text) => typeof text === 'string');
  const right = v === 'yinxin.audit/1' && texts && Number.isSafeInteger(sequence) && 'body' in value;
  return right ? (value as AuditRecord) : undefined;
}

function macOf(json: string, key: Uint8Array): string {
  return keyedDigest(key, 'audit line', [utf8(json)]);
}
