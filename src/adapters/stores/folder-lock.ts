import { readFileSync } from 'node:fs';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { YinxinError } from '../../foundation/core/index.ts';

/** Held in this process: two ledgers of one process must not share a folder either. */
const held = /* @__PURE__ */ new Set<string>();

/** Name of the lock file, and the error while another holds it; unset: those of a ledger. */
export interface FolderLockOptions {
  readonly name?: string;
  readonly taken?: () => YinxinError;
}

/**
 * Takes a folder for this process by a lock file with process id and start time. The lock of a process that is gone
 * is taken over. @throws LEDGER_CONFLICT, or the error given, while another holds it.
 */
export async function lockFolder(
  folder: string,
  { name = 'lock', taken = ledgerTaken }: FolderLockOptions = {},
): Promise<{ release: () => Promise<void> }> {
  const path = join(folder, name);
  if (held.has(path)) throw taken();
  held.add(path);
  try {
    await takeLock(path, taken);
  } catch (error) {
    held.delete(path);
    throw error;
  }
  return {
    release: async () => {
      held.delete(path);
      await unlink(path).catch(() => undefined);
    },
  };
}

async function takeLock(path: string, taken: () => YinxinError): Promise<void> {
  const mine = JSON.stringify({ pid: process.pid, start: startOf(process.pid) });
  const beside = `${path}.${process.pid}`;
  await writeFile(beside, mine);
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      // A hard link comes into being whole or not at all, and fails when the name is there.
      const made = await link(beside, path).then(
        () => true,
        () => false,
      );
      if (made) return;
      const owner = await readFile(path, 'utf8').catch(() => undefined);
      if (owner !== undefined && isAlive(owner)) throw taken();
      await unlink(path).catch(() => undefined);
    }
    throw taken();
  } finally {
    await unlink(beside).catch(() => undefined);
  }
}

/** A process id alone may have been given anew, in containers above all: the start time tells them apart. */
function isAlive(owner: string): boolean {
  try {
    const { pid, start } = JSON.parse(owner) as { pid: number; start: string };
    if (pid === process.pid) return false;
    process.kill(pid, 0);
    return startOf(pid) === start;
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
}

/** Start time in ticks since boot where /proc has it (proc(5), field 22); elsewhere empty. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function ledgerTaken(): YinxinError {
  return new YinxinError('LEDGER_CONFLICT', 'another process holds this ledger: close it there first', {
    details: { reason: 'locked' },
  });
}
