import {
  type Clock,
  type FileStore,
  type Journal,
  type Random,
  toHex,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { type LicenseStatus, MAX_LIST_SIZE } from '../status/index.ts';
import { readHeader, writeHeader } from './header.ts';
import { identifierFor, keysOf, newRecord } from './new-record.ts';
import type { Ledger, LedgerJob, LedgerRecord, LedgerStep, StatusEvent } from './port.ts';
import { decodeRecord, encodeRecord, type StoredRecord } from './record-codec.ts';
import { RecordIndex } from './record-index.ts';
import { type StatusEntry, statusEntryOf } from './status-entries.ts';
import { StatusIndexes } from './status-indexes.ts';
import { applyStep, conflict, withStatus } from './transitions.ts';

/** What a ledger over a journal needs. */
export interface JournalLedgerOptions {
  readonly journal: Journal;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Power of two up to 2^24; 131072 by default: one license then hides among that many. */
  readonly statusListSize?: number;
}

/** A {@link Ledger} over a journal. */
export interface JournalLedger extends Ledger {
  /**
   * Replaces the journal by one record for each license, as it is now: identifiers, indexes, histories and the order of
   * reservation stay. All or nothing. ARGUMENT_INVALID for a journal that cannot, IO_FAILED.
   */
  compact(): Promise<void>;
}

type Supersede = NonNullable<Extract<LedgerStep, { step: 'PUBLISHED' }>['supersede']>;

const DEFAULT_LIST_SIZE = 131_072;
/** Opening compacts a journal in which so many records are out of date, and more than three for each that is not. */
const COMPACT_FROM = 10_000;

/**
 * A {@link Ledger} over an append-only journal. One process holds it at a time (the journal sees to that), so that
 * holding a job is a matter of memory: what a killed process held is free when the journal is opened again.
 * @throws LEDGER_CORRUPT.
 */
export async function openJournalLedger(options: JournalLedgerOptions): Promise<JournalLedger> {
  const size = options.statusListSize ?? DEFAULT_LIST_SIZE;
  if (size < 16 || size > MAX_LIST_SIZE || !Number.isInteger(Math.log2(size))) {
    throw new YinxinError('ARGUMENT_INVALID', 'the size of a status list is a power of two from 16 to 2^24');
  }
  const ledger = new LedgerOverJournal(options, size);
  await ledger.load();
  return ledger;
}

/**
 * Each change is decided at once on what was decided before, and is told when the journal has it. A change can only be
 * stored when those before it are, so deciding does not wait for the disk: workers share its flushes. After a failed
 * write the ledger answers nothing any more: what it decided may be lost.
 */
class LedgerOverJournal implements JournalLedger {
  readonly statusListSize: number;
  readonly #options: JournalLedgerOptions;
  readonly #records: RecordIndex = new RecordIndex();
  readonly #indexes: StatusIndexes;
  readonly #held: Map<string, number> = new Map();
  #key: Uint8Array = new Uint8Array(0);
  #lastToken = 0;
  /** Settles when everything decided so far is stored; never rejects. */
  #stored: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(options: JournalLedgerOptions, size: number) {
    this.#options = options;
    this.statusListSize = size;
    this.#indexes = new StatusIndexes(size, options.random);
  }

  async load(): Promise<void> {
    let lines = 0;
    for await (const line of this.#options.journal.read()) {
      if (lines++ === 0) this.#open(line);
      else this.#remember(decodeRecord(line));
    }
    if (lines === 0) {
      this.#key = this.#options.random.bytes(32);
      await this.#options.journal.append([this.#header()]);
    }
    const outOfDate = lines - 1 - this.#records.size;
    const many = outOfDate >= COMPACT_FROM && outOfDate > 3 * this.#records.size;
    if (many && this.#options.journal.compact !== undefined) await this.compact();
  }

  async reserve(job: LedgerJob): Promise<LedgerRecord> {
    this.#assertSound();
    const keys = keysOf(job, this.#key);
    const known = this.#records.byJob(keys.jobKey);
    if (this.#held.has(keys.jobKey)) throw conflict('in-work', 'another worker holds this job: wait for it');
    const token = this.#lastToken + 1;
    const record = known === undefined ? this.#newRecord(job, keys, token) : { ...known, token };
    this.#held.set(keys.jobKey, token);
    // A job found again changes nothing but its holder: no write, the token lives in memory until the next step.
    if (known === undefined) return this.#store([record]);
    this.#remember(record);
    return this.#onceStored(record);
  }

  async advance(jobKey: string, token: number, step: LedgerStep): Promise<LedgerRecord> {
    this.#assertSound();
    const record = this.#records.byJob(jobKey);
    if (record === undefined) throw conflict('unknown', 'the ledger has no such job');
    if (this.#held.get(jobKey) !== token) throw conflict('fenced', 'another worker holds this job now');
    const changed = [applyStep(record, step)];
    if (step.step === 'PUBLISHED' && step.supersede !== undefined) {
      changed.push(this.#superseded(record, step.supersede));
    }
    if (step.step === 'PUBLISHED' || step.step === 'ABANDONED') this.#held.delete(jobKey);
    return this.#store(changed);
  }

  release(jobKey: string, token: number): void {
    if (this.#held.get(jobKey) === token) this.#held.delete(jobKey);
  }

  async find(identifier: string): Promise<LedgerRecord | undefined> {
    this.#assertSound();
    return this.#onceStored(this.#records.byIdentifier(identifier));
  }

  async changeStatus(identifier: string, from: LicenseStatus, event: StatusEvent): Promise<LedgerRecord> {
    this.#assertSound();
    const record = this.#records.byIdentifier(identifier);
    if (record?.state !== 'PUBLISHED') {
      throw conflict('unknown', 'the ledger has published no such license');
    }
    return this.#store([withStatus(record, from, event)]);
  }

  async *statusEntries(list: number): AsyncIterable<StatusEntry> {
    this.#assertSound();
    // Of one instant: a license and the one that replaces it are never both valid in a list.
    const entries = [...this.#records.ofList(list)].map(statusEntryOf);
    yield* await this.#onceStored(entries);
  }

  async putFile(bytes: Uint8Array): Promise<string> {
    const name = toHex(digest('sha256', bytes));
    await this.#options.files.put(name, bytes);
    return name;
  }

  getFile(sha256: string): Promise<Uint8Array | undefined> {
    return this.#options.files.get(sha256);
  }

  async compact(): Promise<void> {
    const { journal } = this.#options;
    if (journal.compact === undefined) {
      throw new YinxinError('ARGUMENT_INVALID', 'the journal of this ledger cannot be compacted');
    }
    this.#assertSound();
    await journal.compact(() => this.#lines([...this.#records.all()]));
  }

  async close(): Promise<void> {
    await this.#stored;
    await this.#options.journal.close();
  }

  #newRecord(job: LedgerJob, keys: { jobKey: string; numberKey: string }, token: number): StoredRecord {
    if (this.#records.hasNumber(keys.numberKey)) {
      throw conflict(
        'number-taken',
        'this license number and version is issued or being issued with other data',
      );
    }
    const identifier = identifierFor(job, this.#options.random);
    if (this.#records.byIdentifier(identifier) !== undefined) {
      throw conflict('identifier-taken', 'this identifier belongs to another license');
    }
    const { list, index } = this.#indexes.choose();
    const fixed = { ...keys, token, identifier, statusList: list, statusIndex: index };
    return newRecord(job, fixed, this.#options);
  }

  #superseded(successor: StoredRecord, { from, event }: Supersede): StoredRecord {
    const previous = this.#records.byIdentifier(successor.previousIdentifier ?? '');
    if (previous === undefined)
      throw conflict('unknown', 'the ledger has no license that this one continues');
    if (!from.includes(previous.status)) {
      throw conflict('status-changed', `the license that this one continues is ${previous.status} by now`);
    }
    return withStatus(previous, previous.status, event);
  }

  /** Decides `records`, and answers the first once all are stored. */
  async #store(records: readonly StoredRecord[]): Promise<LedgerRecord> {
    const lines = records.map(encodeRecord);
    for (const record of records) this.#remember(record);
    const appended = this.#options.journal.append(lines).catch((error: unknown) => {
      this.#failure ??= error;
    });
    this.#stored = Promise.all([this.#stored, appended]).then(() => undefined);
    return this.#onceStored(records[0]!);
  }

  async #onceStored<T>(answer: T): Promise<T> {
    await this.#stored;
    this.#assertSound();
    return answer;
  }

  #assertSound(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #remember(record: StoredRecord): void {
    this.#records.set(record);
    this.#indexes.take(record.statusList, record.statusIndex);
    this.#lastToken = Math.max(this.#lastToken, record.token);
  }

  #header(): string {
    return writeHeader({ key: this.#key, statusListSize: this.statusListSize });
  }

  *#lines(records: readonly StoredRecord[]): Iterable<string> {
    yield this.#header();
    for (const record of records) yield encodeRecord(record);
  }

  #open(line: string): void {
    const { key, statusListSize } = readHeader(line);
    if (statusListSize !== this.statusListSize) {
      throw new YinxinError('ARGUMENT_INVALID', 'the ledger was made with another size of status lists', {
        details: { statusListSize },
      });
    }
    this.#key = key;
  }
}
