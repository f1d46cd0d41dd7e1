import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { YinxinError } from '../../foundation/core/index.ts';

const CHECKSUM_LENGTH = 32;
const READ_BYTES = 1024 * 1024;
/** A line holds one batch; the largest record is a few kilobytes. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const LINE_END = 0x0a;

/** One whole line as read: its records, the checksum that the next is chained to, and where it ends in the file. */
export interface JournalLine {
  readonly records: readonly string[];
  readonly checksum: string;
  readonly end: number;
}

/** A batch as JSON. LIMIT_EXCEEDED above 64 MiB. */
export function batchOf(records: readonly string[]): Buffer {
  const json = Buffer.from(JSON.stringify(records), 'utf8');
  if (json.length > MAX_LINE_BYTES - CHECKSUM_LENGTH - 2) {
    throw new YinxinError('LIMIT_EXCEEDED', 'a batch of the journal is too large', {
      details: { limit: 'journalLine', allowed: MAX_LINE_BYTES, value: json.length },
    });
  }
  return json;
}

/** A batch as a line behind the one with the checksum `chain`, and its own checksum. */
export function lineOf(chain: string, json: Buffer): { line: Buffer; checksum: string } {
  const checksum = checksumOf(chain, json);
  return { line: Buffer.concat([Buffer.from(`${checksum} `), json, Buffer.from('\n')]), checksum };
}

/**
 * The whole lines of a journal, in blocks, however long the file is. It stops before a torn last line: what follows the
 * end of the last line given is to be cut off. @throws LEDGER_CORRUPT for a bad line that another follows.
 */
export async function* readLines(handle: FileHandle): AsyncGenerator<JournalLine> {
  let chain = '';
  let end = 0;
  for await (const { bytes, last } of rawLines(handle)) {
    const json = bytes.subarray(CHECKSUM_LENGTH + 1);
    const checksum = checksumOf(chain, json);
    if (bytes.subarray(0, CHECKSUM_LENGTH + 1).toString('latin1') !== `${checksum} `) {
      if (last) return;
      throw corrupt(end);
    }
    chain = checksum;
    end += bytes.length + 1;
    yield { records: JSON.parse(json.toString('utf8')) as string[], checksum, end };
  }
}

/** Lines that have an end, without it; `last` when nothing follows. */
async function* rawLines(handle: FileHandle): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  const { size } = await handle.stat();
  const block = Buffer.alloc(READ_BYTES);
  let rest: Buffer[] = [];
  let held = 0;
  for (let at = 0; at < size; ) {
    const { bytesRead } = await handle.read(block, 0, READ_BYTES, at);
    if (bytesRead === 0) return;
    let start = 0;
    for (let stop = lineEnd(block, start, bytesRead); stop !== -1; stop = lineEnd(block, start, bytesRead)) {
      const bytes = Buffer.concat([...rest, block.subarray(start, stop)]);
      rest = [];
      held = 0;
      start = stop + 1;
      yield { bytes, last: at + start >= size };
    }
    rest.push(Buffer.from(block.subarray(start, bytesRead)));
    held += bytesRead - start;
    if (held > MAX_LINE_BYTES) throw corrupt(at);
    at += bytesRead;
  }
}

function lineEnd(block: Buffer, start: number, length: number): number {
  return block.subarray(0, length).indexOf(LINE_END, start);
}

/** Chained over all lines before: the first 16 bytes of SHA-256. */
function checksumOf(chain: string, json: Uint8Array): string {
  return createHash('sha256').update(chain).update('\n').update(json).digest('hex').slice(0, CHECKSUM_LENGTH);
}

function corrupt(offset: number): YinxinError {
  return new YinxinError(
    'LEDGER_CORRUPT',
    'the journal was changed or damaged before its end: restore it from a copy, nothing was written',
    { details: { offset } },
  );
}
