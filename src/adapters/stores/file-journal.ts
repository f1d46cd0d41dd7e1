import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Journal, YinxinError } from '../../foundation/core/index.ts';
import { lockFolder } from './folder-lock.ts';
import { batchOf, lineOf, readLines } from './journal-lines.ts';

const FILE_NAME = 'journal.log';
/** What a compaction writes before it takes the journal's name. One that a kill left behind is written over. */
const COMPACTED_NAME = 'journal.new';
/** Records of a compacted journal that stand in one line. */
const COMPACTED_BATCH = 256;
/** Batches written and flushed together take no more than this (bytes), or one batch. */
const MAX_GROUP_BYTES = 16 * 1024 * 1024;

/**
 * A {@link Journal} in one append-only file: each line is a batch, `<checksum> <JSON array of records>`, the
 * checksum chained over all lines before (the first 16 bytes of SHA-256), flushed to the disk before `append`
 * resolves. Batches that wait at the same time are written and flushed together, each still a line of its own. On
 * opening, a torn last line is cut off; a bad line anywhere else is LEDGER_CORRUPT. A compaction writes beside, flushes
 * and renames. One process holds the folder at a time (LEDGER_CONFLICT otherwise).
 */
export async function openFileJournal(folder: string): Promise<Journal> {
  await mkdir(folder, { recursive: true });
  const lock = await lockFolder(folder);
  let handle: FileHandle | undefined;
  try {
    handle = await openLog(folder);
    const journal = new FileJournal(folder, handle, lock.release);
    await journal.recover();
    await syncFolder(folder);
    return journal;
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await lock.release();
    throw error instanceof YinxinError ? error : ioFailed(error);
  }
}

interface Waiting {
  readonly json: Buffer;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

class FileJournal implements Journal {
  readonly #folder: string;
  #handle: FileHandle;
  readonly #release: () => Promise<void>;
  #chain = '';
  #waiting: Waiting[] = [];
  /** Writes take turns: each begins where the one before ended. */
  #turn: Promise<void> = Promise.resolve();
  /** After a failed write nobody knows what the file holds: only opening it again tells. */
  #failed = false;
  #closed = false;

  constructor(folder: string, handle: FileHandle, release: () => Promise<void>) {
    this.#folder = folder;
    this.#handle = handle;
    this.#release = release;
  }

  async recover(): Promise<void> {
    let end = 0;
    for await (const line of readLines(this.#handle)) {
      this.#chain = line.checksum;
      end = line.end;
    }
    if ((await this.#handle.stat()).size === end) return;
    await this.#handle.truncate(end);
    await this.#handle.sync();
  }

  async *read(): AsyncIterable<string> {
    for await (const { records } of readLines(this.#handle)) yield* records;
  }

  async append(records: readonly string[]): Promise<void> {
    this.#assertUsable();
    const json = batchOf(records);
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ json, resolve, reject });
      if (this.#waiting.length === 1) this.#next(() => this.#flush());
    });
  }

  async compact(state: () => Iterable<string>): Promise<void> {
    this.#assertUsable();
    await this.#next(async () => {
      await this.#flush();
      this.#assertUsable();
      await this.#guarded(() => this.#replace(state()));
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#turn;
    await this.#handle.close();
    await this.#release();
  }

  #next(work: () => Promise<void>): Promise<void> {
    const run = this.#turn.then(work);
    this.#turn = run.catch(() => undefined);
    return run;
  }

  /** Writes everything that waits by now, and flushes once for a group. */
  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#takeGroup();
      try {
        this.#assertUsable(true);
        await this.#guarded(() => this.#writeGroup(group));
      } catch (error) {
        for (const { reject } of group) reject(error);
        continue;
      }
      for (const { resolve } of group) resolve();
    }
  }

  #takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { json } of this.#waiting) {
      bytes += json.length;
      if (count > 0 && bytes > MAX_GROUP_BYTES) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    let chain = this.#chain;
    const lines = group.map(({ json }) => {
      const { line, checksum } = lineOf(chain, json);
      chain = checksum;
      return line;
    });
    await writeAll(this.#handle, Buffer.concat(lines));
    await this.#handle.sync();
    this.#chain = chain;
  }

  async #replace(records: Iterable<string>): Promise<void> {
    const beside = join(this.#folder, COMPACTED_NAME);
    const handle = await open(beside, 'w', 0o600);
    let chain = '';
    try {
      for (const batch of batchesOf(records)) {
        const { line, checksum } = lineOf(chain, batchOf(batch));
        chain = checksum;
        await writeAll(handle, line);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, join(this.#folder, FILE_NAME));
    await syncFolder(this.#folder);
    const replaced = this.#handle;
    this.#handle = await openLog(this.#folder);
    this.#chain = chain;
    await replaced.close();
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#failed = true;
      throw error instanceof YinxinError ? error : ioFailed(error);
    }
  }

  /** What was appended before closing is still written. */
  #assertUsable(closing = false): void {
    if (this.#failed || (this.#closed && !closing)) {
      throw new YinxinError(
        'IO_FAILED',
        'the journal is closed, or a write to it failed: open the ledger again',
      );
    }
  }
}

function* batchesOf(records: Iterable<string>): Generator<readonly string[]> {
  let batch: string[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length === COMPACTED_BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
  }
}

function openLog(folder: string): Promise<FileHandle> {
  return open(join(folder, FILE_NAME), 'a+', 0o600);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined);
  await handle.close();
}

function ioFailed(cause: unknown): YinxinError {
  return new YinxinError('IO_FAILED', 'the journal could not be read or written', { cause });
}
