import { readdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Is this the path of what `createFileSink` writes beside its target, and leaves there when it is killed? */
export function isLeftover(path: string): boolean {
  return /^\..+\.[0-9a-f]{12}\.part$/s.test(path.slice(path.lastIndexOf('/') + 1));
}

/** Removes what a killed writer of this file left. Only where nobody can be writing it now. */
export async function removeLeftovers(path: string): Promise<void> {
  const beside = `.${basename(path)}.`;
  const folder = dirname(path);
  for (const found of await readdir(folder)) {
    if (!found.startsWith(beside) || !/^[0-9a-f]{12}\.part$/.test(found.slice(beside.length))) continue;
    await unlink(join(folder, found)).catch(() => undefined);
  }
}
