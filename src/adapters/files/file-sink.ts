import { randomBytes } from 'node:crypto';
import { type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type ByteSink, YinxinError } from '../../foundation/core/index.ts';
import { ioFailed } from './file-source.ts';

/** `refuse`: an existing target is an error. `replace`: it is replaced in one step. */
export type ExistingTarget = 'refuse' | 'replace';

/**
 * Output that is written beside its target, flushed to the disk and renamed on `close`: at any instant the target
 * is absent, the old file, or the whole new file. `abort` leaves nothing behind.
 */
export async function createFileSink(path: string, existing: ExistingTarget): Promise<ByteSink> {
  if (existing === 'refuse') await assertAbsent(path);
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  const handle = await open(beside, 'wx', 0o644).catch((error: unknown) => {
    throw ioFailed('the output cannot be written', error);
  });
  let handleOpen = true;
  const discard = async (): Promise<void> => {
    if (handleOpen) await handle.close();
    handleOpen = false;
    await unlink(beside).catch(() => undefined);
  };
  return {
    async write(chunk) {
      await writeAll(handle, chunk).catch(async (error: unknown) => {
        await discard();
        throw ioFailed('the output cannot be written', error);
      });
    },
    async close() {
      try {
        await handle.sync();
        await handle.close();
        handleOpen = false;
        await moveIntoPlace(beside, path, existing);
      } catch (error) {
        await discard();
        throw error instanceof YinxinError ? error : ioFailed('the output cannot be finished', error);
      }
      await syncFolder(dirname(path));
    },
    abort: discard,
  };
}

/** Writes a whole file beside and renames it. See {@link createFileSink}. */
export async function writeFileBeside(
  path: string,
  bytes: Uint8Array,
  existing: ExistingTarget,
): Promise<void> {
  const sink = await createFileSink(path, existing);
  await sink.write(bytes);
  await sink.close();
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  let done = 0;
  while (done < chunk.length)
    done += (await handle.write(chunk, done, chunk.length - done, null)).bytesWritten;
}

/** `rename` replaces silently; a hard link fails when somebody made the target meanwhile. */
async function moveIntoPlace(beside: string, path: string, existing: ExistingTarget): Promise<void> {
  if (existing === 'replace') return rename(beside, path);
  try {
    await link(beside, path);
    await unlink(beside);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') throw targetExists(error);
    // File systems without hard links: check once more and rename.
    await assertAbsent(path);
    await rename(beside, path);
  }
}

/** The rename itself must reach the disk; file systems that cannot sync a folder are left alone. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function assertAbsent(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found !== undefined) throw targetExists(undefined);
}

function targetExists(cause: unknown): YinxinError {
  return new YinxinError('IO_FAILED', 'the output exists: name another, or ask to replace it', {
    details: { system: 'EEXIST' },
    ...(cause === undefined ? {} : { cause }),
  });
}
