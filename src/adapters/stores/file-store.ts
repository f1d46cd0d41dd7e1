import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileStore, YinxinError } from '../../foundation/core/index.ts';

const NAME = /^[0-9a-f]{64}$/;

/**
 * A {@link FileStore} in a folder: each file is named by its SHA-256, written beside, flushed and renamed. What is
 * read is digested again: LEDGER_CORRUPT when it is not what its name says.
 */
export function fileStore(folder: string): FileStore {
  return {
    async put(sha256, bytes) {
      const path = pathOf(folder, sha256);
      if (digestOf(bytes) !== sha256)
        throw new YinxinError('ARGUMENT_INVALID', 'the digest is not that of the bytes');
      if (await isWhole(path, bytes.length)) return;
      await writeBeside(folder, path, bytes);
    },
    async get(sha256) {
      const bytes = await readFile(pathOf(folder, sha256)).catch(absent);
      if (bytes !== undefined && digestOf(bytes) !== sha256) {
        throw new YinxinError('LEDGER_CORRUPT', 'a stored file was changed: restore it from a copy', {
          details: { file: sha256 },
        });
      }
      return bytes === undefined ? undefined : new Uint8Array(bytes);
    },
  };
}

async function writeBeside(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(join(folder), { recursive: true });
    const beside = `${path}.${randomBytes(6).toString('hex')}.part`;
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } catch (error) {
      await unlink(beside).catch(() => undefined);
      throw error;
    } finally {
      await handle.close();
    }
    await rename(beside, path);
    const parent = await open(folder, 'r');
    await parent.sync().catch(() => undefined);
    await parent.close();
  } catch (cause) {
    throw new YinxinError('IO_FAILED', 'a file could not be stored', { cause });
  }
}

async function isWhole(path: string, size: number): Promise<boolean> {
  const found = await stat(path).catch(absent);
  return found?.size === size;
}

function absent(error: unknown): undefined {
  if ((error as { code?: unknown }).code === 'ENOENT') return undefined;
  throw new YinxinError('IO_FAILED', 'a stored file could not be read', { cause: error });
}

function pathOf(folder: string, sha256: string): string {
  if (!NAME.test(sha256))
    throw new YinxinError('ARGUMENT_INVALID', 'files are named by SHA-256 in lower-case hex');
  return join(folder, sha256);
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
