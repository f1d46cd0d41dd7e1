/** `yinxin/stores`: ledgers in memory and in a folder. */
import { fileStore, memoryFiles, memoryJournal, openFileJournal } from '../adapters/stores/index.ts';
import type { Clock, Random } from '../foundation/core/index.ts';
import { type JournalLedger, openJournalLedger } from '../license/index.ts';

/** What a ledger needs beside its place. */
export interface LedgerOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Power of two up to 2^24, the same for the whole life of a ledger; 131072 by default. */
  readonly statusListSize?: number;
}

/** A {@link Ledger} that is lost with the process. */
export function memoryLedger(options: LedgerOptions): Promise<JournalLedger> {
  return openJournalLedger({ ...options, journal: memoryJournal(), files: memoryFiles() });
}

/**
 * A {@link Ledger} in a folder: an append-only journal with checksums, flushed before each step counts, and the
 * files beside it, named by digest. Opened again after a crash it goes on where it was.
 * @throws LEDGER_CORRUPT, LEDGER_CONFLICT while another process holds it, IO_FAILED.
 */
export async function fileLedger(folder: string, options: LedgerOptions): Promise<JournalLedger> {
  const journal = await openFileJournal(folder);
  try {
    return await openJournalLedger({ ...options, journal, files: fileStore(`${folder}/files`) });
  } catch (error) {
    await journal.close();
    throw error;
  }
}

export {
  type FolderStore,
  type FolderTarget,
  openFolderStore,
  openFolderTarget,
} from '../adapters/files/index.ts';
export { fileStore, memoryFiles, memoryJournal, openFileJournal } from '../adapters/stores/index.ts';
export type { FileStore, Journal } from '../foundation/core/index.ts';
export type { Ledger } from '../license/index.ts';
