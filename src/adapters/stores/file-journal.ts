import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Journal, YinxinError } from '../../foundation/core/index.ts';
import { lockFolder } from './folder-lock.ts';

const FILE_NAME = 'journal.log';
const CHECKSUM_LENGTH = 32;
/** A line holds one batch; the largest record is a few kilobytes. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * A {@link Journal} in one append-only file: each line is a batch, `<checksum> <JSON array of records>`, the
 * checksum chained over all lines before (the first 16 bytes of SHA-256), flushed to the disk before `append`
 * resolves. On opening, a torn last line is cut off; a bad line anywhere else is LEDGER_CORRUPT.
 * One process holds the folder at a time (LEDGER_CONFLICT otherwise).
 */
export async function openFileJournal(folder: string): Promise<Journal> {
  await mkdir(folder, { recursive: true });
  const lock = await lockFolder(folder);
  try {
    const handle = await open(join(folder, FILE_NAME), 'a+', 0o600);
    const journal = new FileJournal(handle, lock.release);
    await journal.recover();
    await syncFolder(folder);
    return journal;
  } catch (error) {
    await lock.release();
    throw error instanceof YinxinError ? error : ioFailed(error);
  }
}

class FileJournal implements Journal {
  readonly #handle: FileHandle;
  readonly #release: () => Promise<void>;
  readonly #recovered: string[] = [];
  #chain = '';
  #size = 0;
  #queue: Promise<unknown> = Promise.resolve();
  /** After a failed write nobody knows what the file holds: only opening it again tells. */
  #failed = false;
  #closed = false;

  constructor(handle: FileHandle, release: () => Promise<void>) {
    this.#handle = handle;
    this.#release = release;
  }

  async recover(): Promise<void> {
    const bytes = await this.#handle.readFile();
    let start = 0;
    while (start < bytes.length) {
      const end = bytes.indexOf(0x0a, start);
      const records = end === -1 ? undefined : this.#readLine(bytes.subarray(start, end));
      if (records === undefined) {
        if (end !== -1 && end + 1 < bytes.length) throw corrupt(start);
        await this.#cutAt(start);
        break;
      }
      for (const record of records) this.#recovered.push(record);
      start = end + 1;
    }
    this.#size = start;
  }

  async *read(): AsyncIterable<string> {
    yield* this.#recovered.splice(0);
  }

  append(records: readonly string[]): Promise<void> {
    const run = this.#queue.then(() => this.#append(records));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#queue;
    await this.#handle.close();
    await this.#release();
  }

  async #append(records: readonly string[]): Promise<void> {
    if (this.#failed || this.#closed) {
      throw new YinxinError(
        'IO_FAILED',
        'the journal is closed, or a write to it failed: open the ledger again',
      );
    }
    const json = Buffer.from(JSON.stringify(records), 'utf8');
    const checksum = checksumOf(this.#chain, json);
    const line = Buffer.concat([Buffer.from(`${checksum} `), json, Buffer.from('\n')]);
    if (line.length > MAX_LINE_BYTES) {
      throw new YinxinError('LIMIT_EXCEEDED', 'a batch of the journal is too large', {
        details: { limit: 'journalLine', allowed: MAX_LINE_BYTES, value: line.length },
      });
    }
    try {
      for (let done = 0; done < line.length; ) {
        done += (await this.#handle.write(line, done, line.length - done)).bytesWritten;
      }
      await this.#handle.sync();
    } catch (error) {
      this.#failed = true;
      throw ioFailed(error);
    }
    this.#chain = checksum;
    this.#size += line.length;
  }

  #readLine(line: Buffer): readonly string[] | undefined {
    const json = line.subarray(CHECKSUM_LENGTH + 1);
    const checksum = checksumOf(this.#chain, json);
    if (line.subarray(0, CHECKSUM_LENGTH + 1).toString('latin1') !== `${checksum} `) return undefined;
    this.#chain = checksum;
    return JSON.parse(json.toString('utf8')) as string[];
  }

  async #cutAt(size: number): Promise<void> {
    await this.#handle.truncate(size);
    await this.#handle.sync();
  }
}

function checksumOf(chain: string, json: Uint8Array): string {
  return createHash('sha256').update(chain).update('\n').update(json).digest('hex').slice(0, CHECKSUM_LENGTH);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined);
  await handle.close();
}

function corrupt(offset: number): YinxinError {
  return new YinxinError(
    'LEDGER_CORRUPT',
    'the journal was changed or damaged before its end: restore it from a copy, nothing was written',
    { details: { offset } },
  );
}

function ioFailed(cause: unknown): YinxinError {
  return new YinxinError('IO_FAILED', 'the journal could not be read or written', { cause });
}
