import {
  type Clock,
  type FileStore,
  type Journal,
  type Random,
  toHex,
  utf8,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest, keyedDigest } from '../../foundation/crypto/index.ts';
import { buildLicenseId, parseLicenseId } from '../identifier/index.ts';
import { SALT_SEED_BYTES } from '../merkle/index.ts';
import type { LicenseStatus } from '../status/index.ts';
import { MAX_LIST_SIZE } from '../status/index.ts';
import type { Ledger, LedgerJob, LedgerRecord, LedgerStep, StatusEvent } from './port.ts';
import { decodeRecord, encodeRecord, type StoredRecord } from './record-codec.ts';
import { RecordIndex } from './record-index.ts';
import { StatusIndexes } from './status-indexes.ts';
import { applyStep, conflict } from './transitions.ts';

/** What a ledger over a journal needs. */
export interface JournalLedgerOptions {
  readonly journal: Journal;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly random: Random;
  /** Power of two up to 2^24; 131072 by default: one license then hides among that many. */
  readonly statusListSize?: number;
}

type Supersede = NonNullable<Extract<LedgerStep, { step: 'PUBLISHED' }>['supersede']>;

const DEFAULT_LIST_SIZE = 131_072;
const SERIAL_LENGTH = 20;
const SERIAL_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * A {@link Ledger} over an append-only journal. One process holds it at a time (the journal sees to that), so that
 * holding a job is a matter of memory: what a killed process held is free when the journal is opened again.
 * @throws LEDGER_CORRUPT.
 */
export async function openJournalLedger(options: JournalLedgerOptions): Promise<Ledger> {
  const size = options.statusListSize ?? DEFAULT_LIST_SIZE;
  if (size < 16 || size > MAX_LIST_SIZE || !Number.isInteger(Math.log2(size))) {
    throw new YinxinError('ARGUMENT_INVALID', 'the size of a status list is a power of two from 16 to 2^24');
  }
  const ledger = new JournalLedger(options, size);
  await ledger.load();
  return ledger;
}

class JournalLedger implements Ledger {
  readonly statusListSize: number;
  readonly #options: JournalLedgerOptions;
  readonly #records: RecordIndex = new RecordIndex();
  readonly #indexes: StatusIndexes;
  readonly #held: Map<string, number> = new Map();
  #key: Uint8Array | undefined;
  #lastToken = 0;
  /** Changes wait for each other: each is decided on what the one before has stored. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: JournalLedgerOptions, size: number) {
    this.#options = options;
    this.statusListSize = size;
    this.#indexes = new StatusIndexes(size, options.random);
  }

  async load(): Promise<void> {
    for await (const line of this.#options.journal.read()) {
      if (this.#key === undefined) this.#key = this.#readHeader(line);
      else this.#remember(decodeRecord(line));
    }
    if (this.#key === undefined) {
      this.#key = this.#options.random.bytes(32);
      const header = { ledger: 1, key: toHex(this.#key), statusListSize: this.statusListSize };
      await this.#options.journal.append([JSON.stringify(header)]);
    }
  }

  reserve(job: LedgerJob): Promise<LedgerRecord> {
    return this.#exclusive(async () => {
      const jobKey = keyedDigest(this.#key!, 'job', [job.jobDigest]);
      const known = this.#records.byJob(jobKey);
      if (this.#held.has(jobKey)) throw conflict('in-work', 'another worker holds this job: wait for it');
      const token = this.#lastToken + 1;
      const record = known === undefined ? this.#newRecord(job, jobKey, token) : { ...known, token };
      // A job found again changes nothing but its holder: no write, the token lives in memory until the next step.
      if (known === undefined) await this.#options.journal.append([encodeRecord(record)]);
      this.#lastToken = token;
      this.#remember(record);
      this.#held.set(jobKey, token);
      return record;
    });
  }

  advance(jobKey: string, token: number, step: LedgerStep): Promise<LedgerRecord> {
    return this.#exclusive(async () => {
      const record = this.#records.byJob(jobKey);
      if (record === undefined) throw conflict('unknown', 'the ledger has no such job');
      if (this.#held.get(jobKey) !== token) throw conflict('fenced', 'another worker holds this job now');
      const changed = [applyStep(record, step)];
      if (step.step === 'PUBLISHED' && step.supersede !== undefined)
        changed.push(this.#superseded(record, step.supersede));
      await this.#store(changed);
      if (step.step === 'PUBLISHED' || step.step === 'ABANDONED') this.#held.delete(jobKey);
      return changed[0]!;
    });
  }

  release(jobKey: string, token: number): void {
    if (this.#held.get(jobKey) === token) this.#held.delete(jobKey);
  }

  async find(identifier: string): Promise<LedgerRecord | undefined> {
    return this.#records.byIdentifier(identifier);
  }

  changeStatus(identifier: string, from: LicenseStatus, event: StatusEvent): Promise<LedgerRecord> {
    return this.#exclusive(async () => {
      const record = this.#records.byIdentifier(identifier);
      if (record?.state !== 'PUBLISHED')
        throw conflict('unknown', 'the ledger has published no such license');
      const changed = withStatus(record, from, event);
      await this.#store([changed]);
      return changed;
    });
  }

  async *statusEntries(list: number): AsyncIterable<{ index: number; state: LicenseStatus }> {
    for (const record of this.#records.ofList(list))
      yield { index: record.statusIndex, state: record.status };
  }

  async putFile(bytes: Uint8Array): Promise<string> {
    const name = toHex(digest('sha256', bytes));
    await this.#options.files.put(name, bytes);
    return name;
  }

  getFile(sha256: string): Promise<Uint8Array | undefined> {
    return this.#options.files.get(sha256);
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#options.journal.close();
  }

  #newRecord(job: LedgerJob, jobKey: string, token: number): StoredRecord {
    const { typeCode, issuerCode, version, previousIdentifier } = job;
    const numberKey = keyedDigest(this.#key!, 'number', [
      utf8(`${typeCode}|${issuerCode}|${job.number}|${version}`),
    ]);
    if (this.#records.hasNumber(numberKey)) {
      throw conflict(
        'number-taken',
        'this license number and version is issued or being issued with other data',
      );
    }
    const identifier = this.#identifierFor(job);
    if (this.#records.byIdentifier(identifier) !== undefined) {
      throw conflict('identifier-taken', 'this identifier belongs to another license');
    }
    const { list, index } = this.#indexes.choose();
    return {
      jobKey,
      numberKey,
      state: 'RESERVED',
      token,
      identifier,
      typeCode,
      issuerCode,
      version,
      ...(previousIdentifier === undefined ? {} : { previousIdentifier }),
      statusList: list,
      statusIndex: index,
      // Whole seconds: times in CMS, CWT and PDF have no smaller unit.
      createdAt: new Date(Math.floor(this.#options.clock.now().getTime() / 1000) * 1000),
      saltSeed: this.#options.random.bytes(SALT_SEED_BYTES),
      status: 'not-issued',
      history: [],
    };
  }

  #identifierFor({ identifier, typeCode, issuerCode, serial, version }: LedgerJob): string {
    if (identifier !== undefined) return parseLicenseId(identifier).text;
    return buildLicenseId({ typeCode, issuerCode, serial: serial ?? this.#randomSerial(), version }).text;
  }

  #randomSerial(): string {
    let serial = '';
    while (serial.length < SERIAL_LENGTH) {
      // 252 is the largest multiple of 36 in a byte: values above would favour some characters.
      for (const byte of this.#options.random.bytes(32)) {
        if (byte < 252 && serial.length < SERIAL_LENGTH) serial += SERIAL_ALPHABET[byte % 36]!;
      }
    }
    return serial;
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

  async #store(records: readonly StoredRecord[]): Promise<void> {
    await this.#options.journal.append(records.map(encodeRecord));
    for (const record of records) this.#remember(record);
  }

  #remember(record: StoredRecord): void {
    this.#records.set(record);
    this.#indexes.take(record.statusList, record.statusIndex);
    this.#lastToken = Math.max(this.#lastToken, record.token);
  }

  #readHeader(line: string): Uint8Array {
    const match = /^\{"ledger":1,"key":"([0-9a-f]{64})","statusListSize":([0-9]+)\}$/.exec(line);
    if (match === null)
      throw new YinxinError('LEDGER_CORRUPT', 'the journal does not begin as one of a ledger');
    if (Number(match[2]) !== this.statusListSize) {
      throw new YinxinError('ARGUMENT_INVALID', 'the ledger was made with another size of status lists', {
        details: { statusListSize: Number(match[2]) },
      });
    }
    return Uint8Array.from(match[1]!.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(work, work);
    this.#queue = run.catch(() => undefined);
    return run;
  }
}

function withStatus(record: StoredRecord, from: LicenseStatus, event: StatusEvent): StoredRecord {
  if (record.status !== from) throw conflict('status-changed', `the license is ${record.status} by now`);
  return { ...record, status: event.state, history: [...record.history, event] };
}
