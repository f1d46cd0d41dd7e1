import {
  canonicalJsonBytes,
  formatTime,
  type JsonValue,
  readCanonicalJson,
  YinxinError,
} from '../../foundation/core/index.ts';
import { parseRetentionPeriod, retentionPeriodText, writeCsv } from '../../policy/index.ts';
import type { DisposalEntry } from './record.ts';

/** One person who approved a disposal. */
export interface DisposalApproval {
  /** Digest of the proposal that was approved, hex. */
  readonly proposal: string;
  /** Number of the person in the agency: two approvals of one number are one. */
  readonly approver: string;
  readonly name: string;
  readonly at: Date;
  /** Minutes, order or opinion that it rests on. */
  readonly basis: string;
}

/** 销毁清册: what was deleted, on whose approval, before whose eyes. Kept for ever. */
export interface DisposalRegister {
  readonly id: string;
  readonly proposedAt: Date;
  readonly decidedAt: Date;
  /** Digest of the proposal, hex. */
  readonly proposal: string;
  readonly approvals: readonly DisposalApproval[];
  /** 监销人: who sees that it is done. */
  readonly supervisors: readonly string[];
  readonly entries: readonly DisposalEntry[];
}

const SCHEMA = 'yinxin.disposal/1';
/** A hundred thousand entries of some 400 bytes. */
const MAX_BYTES = 128 * 1024 * 1024;

/** The register as canonical JSON (RFC 8785): equal registers are equal bytes. */
export function writeDisposalRegister(register: DisposalRegister): Uint8Array {
  return canonicalJsonBytes({
    schema: SCHEMA,
    id: register.id,
    proposedAt: formatTime(register.proposedAt),
    decidedAt: formatTime(register.decidedAt),
    proposal: register.proposal,
    approvals: register.approvals.map(({ at, ...approval }) => ({ ...approval, at: formatTime(at) })),
    supervisors: [...register.supervisors],
    entries: register.entries.map(entryToJson),
  });
}

/** One entry as JSON. */
export function entryToJson(entry: DisposalEntry): JsonValue {
  const { id, title, taskCode, fileCode, closedAt, period, retainedUntil, sha256, evidence } = entry;
  return {
    ...{ id, title, taskCode, fileCode, sha256 },
    closedAt: formatTime(closedAt),
    period: retentionPeriodText(period),
    retainedUntil: formatTime(retainedUntil),
    ...(evidence === undefined ? {} : { evidence: { store: evidence.store, object: evidence.object } }),
  };
}

/** The register as a table for people: CSV with a header, times in UTC. */
export function disposalRegisterCsv({ entries }: DisposalRegister): string {
  const header = [
    '序号',
    '档号',
    '题名',
    '事项编码',
    '文件代码',
    '形成时间',
    '保管期限',
    '期满时间',
    'SHA-256',
  ];
  const rows = entries.map((entry, i) => [
    ...[String(i + 1), entry.id, entry.title, entry.taskCode, entry.fileCode],
    ...[formatTime(entry.closedAt), retentionPeriodText(entry.period), formatTime(entry.retainedUntil)],
    entry.sha256,
  ]);
  return writeCsv([header, ...rows]);
}

/**
 * Reads a register strictly: canonical JSON of this schema and no other field. Its signature stands beside it and is
 * verified by `verify` (detached CMS). @throws DISPOSAL_INVALID.
 */
export function readDisposalRegister(bytes: Uint8Array): DisposalRegister {
  if (bytes.length > MAX_BYTES) throw invalid('it is too large');
  const reading = readCanonicalJson(bytes);
  if ('fault' in reading) throw invalid(`it ${reading.fault}`);
  const json = fieldsOf(reading.value, [
    ...['schema', 'id', 'proposedAt', 'decidedAt', 'proposal', 'approvals', 'supervisors', 'entries'],
  ]);
  if (json['schema'] !== SCHEMA) throw invalid('it is of another schema');
  return {
    id: text(json['id']),
    proposedAt: time(json['proposedAt']),
    decidedAt: time(json['decidedAt']),
    proposal: text(json['proposal']),
    approvals: list(json['approvals']).map(readApproval),
    supervisors: list(json['supervisors']).map(text),
    entries: list(json['entries']).map(readEntry),
  };
}

function readApproval(value: JsonValue): DisposalApproval {
  const json = fieldsOf(value, ['proposal', 'approver', 'name', 'at', 'basis']);
  return {
    proposal: text(json['proposal']),
    approver: text(json['approver']),
    name: text(json['name']),
    at: time(json['at']),
    basis: text(json['basis']),
  };
}

const ENTRY = ['id', 'title', 'taskCode', 'fileCode', 'sha256', 'closedAt', 'period', 'retainedUntil'];

function readEntry(value: JsonValue): DisposalEntry {
  const hasEvidence = typeof value === 'object' && value !== null && 'evidence' in value;
  const json = fieldsOf(value, hasEvidence ? [...ENTRY, 'evidence'] : ENTRY);
  const period = parseRetentionPeriod(text(json['period']));
  if (period === undefined) throw invalid('an entry has no period');
  return {
    id: text(json['id']),
    title: text(json['title']),
    taskCode: text(json['taskCode']),
    fileCode: text(json['fileCode']),
    sha256: text(json['sha256']),
    closedAt: time(json['closedAt']),
    period,
    retainedUntil: time(json['retainedUntil']),
    ...(hasEvidence ? { evidence: readPlace(json['evidence']!) } : {}),
  };
}

function readPlace(value: JsonValue): { store: string; object: number } {
  const { store, object } = fieldsOf(value, ['store', 'object']);
  if (!Number.isSafeInteger(object) || (object as number) < 0) throw invalid('an object has no number');
  return { store: text(store), object: object as number };
}

function fieldsOf(
  value: JsonValue | undefined,
  names: readonly string[],
): Readonly<Record<string, JsonValue>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('a field is no object');
  const json = value as Readonly<Record<string, JsonValue>>;
  const found = Object.keys(json);
  if (found.length !== names.length || !names.every((name) => Object.hasOwn(json, name))) {
    throw invalid('it lacks a field, or has one that nobody knows');
  }
  return json;
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  if (!Array.isArray(value)) throw invalid('a list is none');
  return value;
}

function text(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw invalid('a text is none');
  return value;
}

function time(value: JsonValue | undefined): Date {
  const found = new Date(text(value));
  if (Number.isNaN(found.getTime()) || formatTime(found) !== value) throw invalid('a time is none');
  return found;
}

function invalid(message: string): YinxinError {
  return new YinxinError('DISPOSAL_INVALID', `the register of disposal (销毁清册) is not usable: ${message}`);
}
