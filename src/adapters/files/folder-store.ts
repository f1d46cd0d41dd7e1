import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ByteSink, type FileTree, YinxinError } from '../../foundation/core/index.ts';
import { lockFolder } from '../stores/index.ts';
import { createFileSink } from './file-sink.ts';
import { ioFailed, openFile } from './file-source.ts';
import { removeLeftovers } from './leftovers.ts';

/** A flat folder of files that appear whole: evidence of an archive is kept in one. */
export interface FolderStore extends FileTree {
  /** The file appears on `close`, flushed, in one step, and replaces an older one of that name. */
  create(name: string): Promise<ByteSink>;
  /**
   * Takes the folder for one writer, by process; the lock of a process that is gone is taken over.
   * @throws EVIDENCE_CONFLICT while another holds it.
   */
  lock(): Promise<{ release(): Promise<void> }>;
}

const NAME = /^[a-z0-9][a-z0-9.-]{0,100}$/;

/** Opens a folder as a store; it is made when the first file is. Names are lower-case letters, digits, `.` and `-`. */
export function openFolderStore(path: string): FolderStore {
  const pathOf = (name: string): string => {
    if (!NAME.test(name)) throw new YinxinError('ARGUMENT_INVALID', 'no name of a file in a store');
    return join(path, name);
  };
  return {
    async list() {
      const items = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
        if ((error as { code?: unknown }).code === 'ENOENT') return [];
        throw ioFailed('the folder cannot be read', error);
      });
      const names = items.filter((item) => item.isFile()).map((item) => item.name);
      return names.filter((name) => NAME.test(name)).sort();
    },
    open: async (name) => openFile(pathOf(name)),
    async create(name) {
      await makeFolder(path);
      const target = pathOf(name);
      await removeLeftovers(target);
      return createFileSink(target, 'replace');
    },
    async lock() {
      await makeFolder(path);
      return lockFolder(path, { name: '.lock', taken });
    },
  };
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: unknown) => {
    throw ioFailed('the folder cannot be made', error);
  });
}

function taken(): YinxinError {
  return new YinxinError('EVIDENCE_CONFLICT', 'another writer holds this store: wait until it is done', {
    details: { reason: 'locked' },
  });
}
