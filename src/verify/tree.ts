import {
  compareBytes,
  type FileInput,
  type FileTree,
  type InputFormat,
  toHex,
  utf8,
  YinxinError,
} from '../foundation/core/index.ts';
import { createHasher } from '../foundation/crypto/index.ts';
import type { FileFacts } from '../foundation/validation/index.ts';
import { sha256Of } from './sha256-of.ts';

/** Reads one kind of folder: who can tell it by the names in it, and what facts it finds. Registered by `entries/`. */
export interface TreeHandler {
  readonly format: InputFormat;
  recognises(names: readonly string[]): boolean;
  /** May throw a YinxinError: the door reports it as FORMAT_FAILURE. */
  inspect(tree: FileTree): Promise<FileFacts>;
}

/** A folder, and not one file. */
export function isFileTree(input: FileInput | FileTree): input is FileTree {
  const { list, open } = input as Partial<FileTree>;
  return typeof list === 'function' && typeof open === 'function';
}

/** The handler of a folder. FORMAT_UNKNOWN where there is none. */
export async function handlerOfTree(handlers: readonly TreeHandler[], tree: FileTree): Promise<TreeHandler> {
  const names = await tree.list();
  const handler = handlers.find(({ recognises }) => recognises(names));
  if (handler !== undefined) return handler;
  throw new YinxinError(
    'FORMAT_UNKNOWN',
    'no known kind of folder: give a BagIt bag, or the files in it one by one',
  );
}

/**
 * Size of all files together, and the SHA-256 of the list that `sha256sum` prints of them in the order of their names'
 * UTF-8 bytes: `find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum`
 * (names with a backslash or a line end, which it would escape, stand as they are).
 */
export async function identityOfTree(
  tree: FileTree,
): Promise<{ readonly size: number; readonly sha256: string }> {
  const names = (await tree.list()).map((name) => ({ name, bytes: utf8(name) }));
  names.sort((a, b) => compareBytes(a.bytes, b.bytes));
  const list = createHasher('sha256');
  let size = 0;
  for (const { name } of names) {
    const source = await tree.open(name);
    try {
      list.update(utf8(`${await sha256Of(source)}  ${name}\n`));
    } finally {
      await source.close?.();
    }
    size += source.size;
  }
  return { size, sha256: toHex(list.digest()) };
}
