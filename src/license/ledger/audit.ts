import {
  equalBytes,
  type FileStore,
  isYinxinError,
  type Journal,
  toHex,
  utf8,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { readHeader } from './header.ts';
import type { LedgerState } from './port.ts';
import { decodeRecord, type StoredRecord } from './record-codec.ts';

/** How far a ledger had come: how many reservations, and a digest chained over each in its order. */
export interface LedgerHead {
  readonly reservations: number;
  /** SHA-256, hex: over the digest before, identifier, list and index. It outlives compaction. */
  readonly digest: string;
}

/** Something that must not be in a ledger. */
export interface LedgerFinding {
  readonly code:
    | 'IDENTIFIER_TWICE'
    | 'INDEX_TWICE'
    | 'INDEX_OUT_OF_LIST'
    | 'NUMBER_TWICE'
    | 'RECORD_CHANGED'
    | 'STATE_BACKWARDS'
    | 'STATUS_WITHOUT_EVENT'
    | 'FILE_MISSING'
    | 'FILE_CHANGED'
    | 'PREDECESSOR_VALID'
    | 'RESERVATIONS_LOST';
  /** Of the license; absent for a finding about the whole. */
  readonly identifier?: string;
}

/** What {@link auditLedger} found. */
export interface LedgerAudit {
  readonly licenses: number;
  readonly states: Readonly<Record<LedgerState, number>>;
  /** Keep it elsewhere and give it to the next audit, which then proves that nothing of this one is lost. */
  readonly head: LedgerHead;
  /** Empty: every identifier, index and number stands once, nothing stored was changed, every file is there. */
  readonly findings: readonly LedgerFinding[];
}

/** What {@link auditLedger} reads. */
export interface AuditLedgerOptions {
  /** Just opened, and read by nobody else. */
  readonly journal: Journal;
  readonly files: FileStore;
  /** The head that an earlier audit gave. */
  readonly since?: LedgerHead;
}

const RANK: Readonly<Record<LedgerState, number>> = {
  ...{ RESERVED: 0, PREPARED: 1, SIGNED: 2, SEALED: 3, PUBLISHED: 4, ABANDONED: 5 },
};
/** Fixed at the reservation, or from the step on that stores it. */
const FIXED_TEXTS = [
  ...(['identifier', 'numberKey', 'typeCode', 'issuerCode', 'version', 'previousIdentifier'] as const),
  ...(['statusList', 'statusIndex', 'fileDigest'] as const),
];
const FIXED_BYTES = ['saltSeed', 'qr', 'toSignDigest', 'sealValue'] as const;

/**
 * Reads a whole ledger record by record, apart from the code that wrote it, and proves: no identifier, status index or
 * number and version given twice; no step taken back and nothing stored changed; each finished file there with its
 * digest; no license still valid beside the one that replaced it; with `since`, none of the earlier reservations lost or
 * exchanged. Not proved: that the last lines were not cut off since the last audit. LEDGER_CORRUPT, IO_FAILED.
 */
export async function auditLedger({ journal, files, since }: AuditLedgerOptions): Promise<LedgerAudit> {
  const audit = new Audit();
  let first = true;
  for await (const line of journal.read()) {
    if (first) audit.statusListSize = readHeader(line).statusListSize;
    else audit.take(decodeRecord(line));
    first = false;
  }
  audit.compareUniqueness();
  await audit.compareFiles(files);
  return audit.result(since);
}

class Audit {
  statusListSize = 0;
  readonly #byJob = new Map<string, StoredRecord>();
  readonly #findings: LedgerFinding[] = [];

  take(record: StoredRecord): void {
    const before = this.#byJob.get(record.jobKey);
    if (before !== undefined) this.#compareSteps(before, record);
    this.#byJob.set(record.jobKey, record);
    const { history, status, identifier } = record;
    if ((history.at(-1)?.state ?? 'not-issued') !== status) this.#find('STATUS_WITHOUT_EVENT', identifier);
  }

  compareUniqueness(): void {
    const identifiers = new Set<string>();
    const indexes = new Set<string>();
    const numbers = new Set<string>();
    const claim = (set: Set<string>, key: string, code: LedgerFinding['code'], identifier: string): void => {
      if (set.has(key)) this.#find(code, identifier);
      set.add(key);
    };
    for (const record of this.#byJob.values()) {
      const { identifier, statusList, statusIndex, numberKey, state } = record;
      claim(identifiers, identifier, 'IDENTIFIER_TWICE', identifier);
      claim(indexes, `${statusList}/${statusIndex}`, 'INDEX_TWICE', identifier);
      if (state !== 'ABANDONED') claim(numbers, numberKey, 'NUMBER_TWICE', identifier);
      if (statusIndex >= this.statusListSize) this.#find('INDEX_OUT_OF_LIST', identifier);
    }
    this.#comparePredecessors();
  }

  async compareFiles(files: FileStore): Promise<void> {
    for (const { state, fileDigest, identifier } of this.#byJob.values()) {
      if (state !== 'SEALED' && state !== 'PUBLISHED') continue;
      const problem = fileDigest === undefined ? 'FILE_MISSING' : await fileProblem(files, fileDigest);
      if (problem !== undefined) this.#find(problem, identifier);
    }
  }

  result(since: LedgerHead | undefined): LedgerAudit {
    const states = { RESERVED: 0, PREPARED: 0, SIGNED: 0, SEALED: 0, PUBLISHED: 0, ABANDONED: 0 };
    let head: LedgerHead = { reservations: 0, digest: '' };
    let met = since === undefined || since.reservations === 0;
    for (const record of this.#byJob.values()) {
      states[record.state]++;
      head = headAfter(head, record);
      if (since?.reservations === head.reservations) met = since.digest === head.digest;
    }
    if (!met) this.#findings.push({ code: 'RESERVATIONS_LOST' });
    return { licenses: this.#byJob.size, states, head, findings: this.#findings };
  }

  #compareSteps(before: StoredRecord, after: StoredRecord): void {
    const { identifier } = before;
    if (RANK[after.state] < RANK[before.state]) this.#find('STATE_BACKWARDS', identifier);
    const texts = FIXED_TEXTS.some((key) => before[key] !== undefined && before[key] !== after[key]);
    const bytes = FIXED_BYTES.some(
      (key) => before[key] !== undefined && !equalBytes(before[key], after[key] ?? new Uint8Array(0)),
    );
    const time = before.createdAt.getTime() !== after.createdAt.getTime();
    const events = after.history.slice(0, before.history.length);
    const history = JSON.stringify(events) !== JSON.stringify(before.history);
    if (texts || bytes || time || history) this.#find('RECORD_CHANGED', identifier);
  }

  #comparePredecessors(): void {
    const byIdentifier = new Map([...this.#byJob.values()].map((record) => [record.identifier, record]));
    for (const { state, previousIdentifier } of this.#byJob.values()) {
      const previous = previousIdentifier === undefined ? undefined : byIdentifier.get(previousIdentifier);
      if (state === 'PUBLISHED' && previous?.status === 'valid')
        this.#find('PREDECESSOR_VALID', previous.identifier);
    }
  }

  #find(code: LedgerFinding['code'], identifier: string): void {
    this.#findings.push({ code, identifier });
  }
}

function headAfter({ reservations, digest: before }: LedgerHead, record: StoredRecord): LedgerHead {
  const { identifier, statusList, statusIndex } = record;
  const line = utf8(`${before}\n${identifier}\n${statusList}/${statusIndex}\n`);
  return { reservations: reservations + 1, digest: toHex(digest('sha256', line)) };
}

async function fileProblem(
  files: FileStore,
  fileDigest: string,
): Promise<'FILE_MISSING' | 'FILE_CHANGED' | undefined> {
  try {
    const bytes = await files.get(fileDigest);
    if (bytes === undefined) return 'FILE_MISSING';
    return toHex(digest('sha256', bytes)) === fileDigest ? undefined : 'FILE_CHANGED';
  } catch (error) {
    if (isYinxinError(error, 'LEDGER_CORRUPT')) return 'FILE_CHANGED';
    throw error instanceof YinxinError
      ? error
      : new YinxinError('IO_FAILED', 'a file of the ledger could not be read', { cause: error });
  }
}
