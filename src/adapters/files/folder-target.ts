import { mkdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ByteSink, type FileTree, YinxinError } from '../../foundation/core/index.ts';
import { createFileSink } from './file-sink.ts';
import { ioFailed, openFile } from './file-source.ts';
import { openFolder } from './file-tree.ts';
import { isLeftover } from './leftovers.ts';

/** A folder that files at any depth are written to, each whole or not at all: batches go into one. */
export interface FolderTarget extends FileTree {
  /** The file appears on `close`, flushed, in one step, and replaces an older one of that name. */
  create(name: string): Promise<ByteSink>;
}

/**
 * Opens a folder to write to; it is made when it is not there. It belongs to one writer: what a killed one left beside
 * its files is removed.
 */
export async function openFolderTarget(path: string): Promise<FolderTarget> {
  await makeFolder(path);
  for (const name of await (await openFolder(path)).list()) {
    if (isLeftover(name)) await unlink(join(path, ...name.split('/'))).catch(() => undefined);
  }
  return {
    list: async () => (await openFolder(path)).list(),
    open: async (name) => openFile(pathOf(path, name)),
    async create(name) {
      const target = pathOf(path, name);
      await makeFolder(dirname(target));
      return createFileSink(target, 'replace');
    },
  };
}

/** Names use `/`; none leads out of the folder. */
function pathOf(folder: string, name: string): string {
  const segments = name.split('/');
  const wrong = segments.some((part) => part === '' || part === '.' || part === '..' || /[\\\0:]/.test(part));
  if (wrong)
    throw new YinxinError('ARGUMENT_INVALID', 'no name of a file in a folder', { details: { name } });
  return join(folder, ...segments);
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    throw ioFailed('the folder cannot be made', error);
  });
}
