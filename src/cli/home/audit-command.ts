import { join } from 'node:path';
import { Command } from 'commander';
import { fileStore, openFileJournal } from '../../adapters/stores/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { auditLedger, type LedgerHead } from '../../license/index.ts';
import { readDescription } from '../item-description.ts';
import { readSettings } from './home.ts';

const FINDINGS = 1;

/** `yinxin audit`: proves the ledger of an office, and prints how far it had come. Exit 1 when something is wrong. */
export function auditCommand(): Command {
  return new Command('audit')
    .description(
      'prove a ledger: no identifier or status index twice, nothing changed, every file there, none lost',
    )
    .requiredOption('--home <DIR>', 'folder of the issuing office')
    .option('--since <P>', 'what an earlier audit printed: proves that nothing of it is lost')
    .action(audit);
}

async function audit({ home, since }: { readonly home: string; readonly since?: string }): Promise<void> {
  await readSettings(home);
  const earlier = since === undefined ? undefined : headOf(await readDescription('--since', since));
  const folder = join(home, 'ledger');
  const journal = await openFileJournal(folder);
  try {
    const files = fileStore(join(folder, 'files'));
    const found = await auditLedger({ journal, files, ...(earlier === undefined ? {} : { since: earlier }) });
    process.stdout.write(`${JSON.stringify(found)}\n`);
    if (found.findings.length > 0) process.exitCode = FINDINGS;
  } finally {
    await journal.close();
  }
}

function headOf(printed: unknown): LedgerHead {
  const { head } = (printed ?? {}) as { readonly head?: Partial<LedgerHead> };
  if (typeof head?.reservations === 'number' && typeof head.digest === 'string') return head as LedgerHead;
  throw new YinxinError('ARGUMENT_INVALID', 'give a file that `yinxin audit` has printed', {
    details: { option: '--since' },
  });
}
