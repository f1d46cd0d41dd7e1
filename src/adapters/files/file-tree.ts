import { mkdir, readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type FileTree, YinxinError } from '../../foundation/core/index.ts';
import { ioFailed, openFile } from './file-source.ts';

/** A folder as {@link FileTree}: regular files at any depth, names with `/`, sorted. Links are not followed. */
export async function openFolder(path: string): Promise<FileTree> {
  const items = await readdir(path, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    throw ioFailed('the folder cannot be read', error);
  });
  const names = items
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name).slice(join(path, sep).length).split(sep).join('/'))
    .sort();
  const known = new Set(names);
  return {
    list: async () => names,
    async open(name) {
      if (!known.has(name)) throw new YinxinError('IO_FAILED', 'no such file in the folder');
      return openFile(join(path, ...name.split('/')));
    },
  };
}

/** False for anything else, and for what is not there: opening it tells why. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Makes a folder, or takes an empty one. IO_FAILED when it holds anything: nothing of somebody's is overwritten. */
export async function makeEmptyFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
    if ((await readdir(path)).length === 0) return;
  } catch (error) {
    throw ioFailed('the folder cannot be made', error);
  }
  throw new YinxinError('IO_FAILED', 'the folder is not empty: name another', {
    details: { system: 'ENOTEMPTY' },
  });
}
