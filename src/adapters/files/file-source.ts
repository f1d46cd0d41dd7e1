import { type FileHandle, open } from 'node:fs/promises';
import { type ByteSource, YinxinError } from '../../foundation/core/index.ts';

/** A file on disk, read where it is asked for. Close it when done. */
export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

/**
 * Opens a file for random access. IO_FAILED (with the system's code in `details`) when it cannot be read or is no
 * regular file. The size is the one at opening: a file that shrinks meanwhile gives IO_FAILED on read.
 */
export async function openFile(path: string): Promise<FileSource> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw ioFailed('the file cannot be opened', error);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) {
      throw new YinxinError('IO_FAILED', 'give a regular file', { details: { system: 'EISDIR' } });
    }
    return sourceOf(handle, stat.size);
  } catch (error) {
    await handle.close();
    throw error instanceof YinxinError ? error : ioFailed('the file cannot be read', error);
  }
}

function sourceOf(handle: FileHandle, size: number): FileSource {
  return {
    size,
    async read(offset, length) {
      if (
        !Number.isSafeInteger(offset) ||
        !Number.isSafeInteger(length) ||
        Math.min(offset, length) < 0 ||
        offset + length > size
      ) {
        throw new YinxinError('IO_FAILED', 'read outside the file', { details: { offset, length, size } });
      }
      const bytes = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await handle
          .read(bytes, done, length - done, offset + done)
          .catch((error: unknown) => {
            throw ioFailed('the file cannot be read', error);
          });
        if (bytesRead === 0)
          throw new YinxinError('IO_FAILED', 'the file became shorter', { details: { size } });
        done += bytesRead;
      }
      return bytes;
    },
    close: () => handle.close(),
  };
}

/** A system error as IO_FAILED; its code (ENOENT, EACCES, …) stands in `details.system`, its path nowhere. */
export function ioFailed(message: string, cause: unknown): YinxinError {
  const system = (cause as { code?: unknown } | undefined)?.code;
  const code = typeof system === 'string' ? system : 'UNKNOWN';
  return new YinxinError('IO_FAILED', `${message} (${code})`, { details: { system: code }, cause });
}
