import { unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { ioFailed, openFile, openFolderStore } from '../../../adapters/files/index.ts';
import {
  type DisposalEntry,
  type DisposalProposal,
  digestsOfFile,
  disposeRecords,
  proposeDisposal,
  type RetentionRules,
} from '../../../archive/index.ts';
import { formatTime, isYinxinError, toHex, YinxinError } from '../../../foundation/core/index.ts';
import { instant } from '../../arguments.ts';
import { type KeyArguments, openSigner } from '../../key-options.ts';
import { readApprovals, readHolds, readRecords, readTable } from './records.ts';

interface DisposeArguments extends Partial<KeyArguments> {
  readonly id: string;
  readonly table: string;
  readonly hold?: string;
  readonly at?: string;
  readonly approvals?: string;
  readonly registers?: string;
}

/** `yinxin dispose RECORDS.json`: what may go, and with approvals its deletion. */
export function disposeCommand(): Command {
  return new Command('dispose')
    .description(
      'tell which records are past their term and what the approvals must name; with --approvals delete them (ends with 2 where nothing was deleted)',
    )
    .argument(
      '<RECORDS>',
      'JSON: id, title, taskCode, fileCode, closedAt, sha256, path (relative to the JSON), period',
    )
    .requiredOption('--id <ID>', 'number of the disposal')
    .requiredOption('--table <P>', 'retention table, CSV or JSON')
    .option('--hold <P>', 'JSON: reasons by number of the record')
    .option('--at <ISO>', 'the present; unset: now')
    .option(
      '--approvals <P>',
      'JSON: proposedAt, approvals (proposal, approver, name, at, basis), supervisors',
    )
    .option('--registers <DIR>', 'folder that keeps the registers of disposal, for ever')
    .option('--key <P>', 'private key that signs the register; unset: it is not signed')
    .option('--cert <P...>', 'certificates, PEM or DER; unset: those in the key file')
    .option('--password-file <P>', 'file whose first line is the password of the key')
    .action(dispose);
}

async function dispose(path: string, args: DisposeArguments): Promise<void> {
  const at = args.at === undefined ? new Date() : instant(args.at);
  const records = await readRecords(path);
  const policy = await readTable(args.table);
  const holdOf = await readHolds(args.hold);
  const approved = args.approvals === undefined ? undefined : await readApprovals(args.approvals);
  const proposedAt = approved?.proposedAt ?? at;
  const rules: RetentionRules = { policy, holdOf, at: proposedAt };
  const proposal = await proposeDisposal({ ...rules, id: args.id, records });
  if (approved === undefined) {
    tell(proposal);
    process.exitCode = 2;
    return;
  }
  if (args.registers === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'give --registers', { details: { option: '--registers' } });
  }
  const paths = new Map(records.map((record) => [record.id, join(dirname(path), record.path)]));
  const { approvals, supervisors } = approved;
  const signer = args.key === undefined ? undefined : await openSigner({ ...args, key: args.key }, at);
  const { register, names } = await disposeRecords({
    ...{ policy, holdOf, at, proposal, approvals, supervisors },
    store: openFolderStore(args.registers),
    remove: (entry) => removeFile(paths.get(entry.id), entry),
    ...(signer === undefined ? {} : { signer }),
  });
  process.stdout.write(
    `${register.entries.length} records deleted; ${names.join(', ')} in ${args.registers}\n`,
  );
}

function tell({ entries, refused, sha256, proposedAt }: DisposalProposal): void {
  for (const { id, title } of entries) process.stdout.write(`${id} may go: ${title}\n`);
  for (const { id, code, detail } of refused) process.stdout.write(`${id} stays: ${code}: ${detail}\n`);
  process.stdout.write(`proposal ${sha256} of ${formatTime(proposedAt)}: to be approved by two persons\n`);
}

/** Deletes a file, if it is the one that was approved; one that is gone already is done. */
async function removeFile(path: string | undefined, { id, sha256 }: DisposalEntry): Promise<void> {
  const found = path === undefined ? undefined : await digestOf(path);
  if (path === undefined || found === undefined) return;
  if (found !== sha256) {
    throw new YinxinError(
      'DISPOSAL_INVALID',
      'a file is not the one that was approved: nothing more is deleted',
      {
        details: { record: id },
      },
    );
  }
  await unlink(path).catch((error: unknown) => {
    throw ioFailed('a file cannot be deleted', error);
  });
}

/** SHA-256 in hex; undefined where there is no such file. */
async function digestOf(path: string): Promise<string | undefined> {
  try {
    const source = await openFile(path);
    try {
      const [sha256] = await digestsOfFile(source, ['sha256']);
      return toHex(sha256!);
    } finally {
      await source.close();
    }
  } catch (error) {
    if (isYinxinError(error, 'IO_FAILED') && error.details['system'] === 'ENOENT') return undefined;
    throw error;
  }
}
