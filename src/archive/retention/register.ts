import { canonicalJsonBytes, formatTime, type JsonValue, YinxinError } from '../../foundation/core/index.ts';
import { parseRetentionPeriod, retentionPeriodText, writeCsv } from '../../policy/index.ts';
import { jsonReader } from '../json-document.ts';
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

const read = /* @__PURE__ */ jsonReader(invalid);

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

/** What a table program would take for a formula; an apostrophe in front makes it text. */
const FORMULA = /^[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/** The register as a table for people: CSV with a header, times in UTC; an apostrophe before what looks like a formula. */
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
  return writeCsv([
    header,
    ...rows.map((row) => row.map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell))),
  ]);
}

/**
 * Reads a register strictly: canonical JSON of this schema and no other field. Its signature stands beside it and is
 * verified by `verify` (detached CMS). @throws DISPOSAL_INVALID.
 */
export function readDisposalRegister(bytes: Uint8Array): DisposalRegister {
  if (bytes.length > MAX_BYTES) throw invalid('it is too large');
  const json = read.document(bytes, SCHEMA, [
    ...(['id', 'proposedAt', 'decidedAt', 'proposal', 'approvals', 'supervisors', 'entries'] as const),
  ]);
  return {
    id: read.text(json.id),
    proposedAt: read.time(json.proposedAt),
    decidedAt: read.time(json.decidedAt),
    proposal: read.hex(json.proposal),
    approvals: read.list(json.approvals).map(readApproval),
    supervisors: read.list(json.supervisors).map(read.text),
    entries: read.list(json.entries).map(readEntry),
  };
}

function readApproval(value: JsonValue): DisposalApproval {
  const json = read.fields(value, ['proposal', 'approver', 'name', 'at', 'basis']);
  return {
    proposal: read.hex(json.proposal),
    approver: read.text(json.approver),
    name: read.text(json.name),
    at: read.time(json.at),
    basis: read.text(json.basis),
  };
}

const ENTRY = [
  ...(['id', 'title', 'taskCode', 'fileCode', 'sha256', 'closedAt', 'period', 'retainedUntil'] as const),
];

function readEntry(value: JsonValue): DisposalEntry {
  const placed = read.has(value, 'evidence') ? read.fields(value, [...ENTRY, 'evidence']) : undefined;
  const json = placed ?? read.fields(value, ENTRY);
  const period = parseRetentionPeriod(read.text(json.period));
  if (period === undefined) throw invalid('an entry has no period');
  return {
    id: read.text(json.id),
    title: read.text(json.title),
    taskCode: read.text(json.taskCode),
    fileCode: read.text(json.fileCode),
    sha256: read.hex(json.sha256),
    closedAt: read.time(json.closedAt),
    period,
    retainedUntil: read.time(json.retainedUntil),
    ...(placed === undefined ? {} : { evidence: readPlace(placed.evidence) }),
  };
}

function readPlace(value: JsonValue): { store: string; object: number } {
  const { store, object } = read.fields(value, ['store', 'object']);
  return { store: read.text(store), object: read.whole(object) };
}

function invalid(message: string): YinxinError {
  return new YinxinError('DISPOSAL_INVALID', `the register of disposal (销毁清册) is not usable: ${message}`);
}
