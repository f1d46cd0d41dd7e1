import { Command, Option } from 'commander';
import { openFile, openFolderStore } from '../../adapters/files/index.ts';
import { type EvidenceStore, evidenceRecordFor, findEvidenceObject } from '../../archive/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { writeOutput } from '../output-options.ts';

interface RecordArguments {
  readonly file?: string;
  readonly object?: string;
  readonly out: string;
  readonly manifestOut?: string;
  readonly force?: boolean;
}

/** `yinxin evidence record STORE`: the evidence record of one object, to be handed out. */
export function evidenceRecordCommand(): Command {
  return new Command('record')
    .description('write the evidence record (RFC 4998) of one object, and what must be handed over with it')
    .argument('<STORE>', 'folder that keeps the evidence')
    .option('--file <P>', 'the object, found by its digest')
    .addOption(new Option('--object <N>', 'the object by its number from 0').conflicts('file'))
    .requiredOption('--out <P>', 'file to write')
    .option('--manifest-out <P>', 'where the manifest of digests goes, if the object has one')
    .option('--force', 'replace the output if it exists')
    .action(writeRecord);
}

async function writeRecord(path: string, args: RecordArguments): Promise<void> {
  const store = openFolderStore(path);
  const object = await objectOf(store, args);
  const { record, manifest, handOver } = await evidenceRecordFor(store, object);
  if (manifest !== undefined && args.manifestOut === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'this object has a manifest of digests: give --manifest-out', {
      details: { option: '--manifest-out' },
    });
  }
  if (manifest !== undefined) await writeOutput(args.manifestOut!, manifest, args);
  await writeOutput(args.out, record, args);
  process.stdout.write(
    `${args.out}: object ${object}, ${record.length} bytes; hand over ${handOver.join(', ')}\n`,
  );
}

async function objectOf(store: EvidenceStore, { file, object }: RecordArguments): Promise<number> {
  if (object !== undefined) {
    if (/^\d{1,15}$/.test(object)) return Number(object);
    throw new YinxinError('ARGUMENT_INVALID', '--object: give a number from 0', {
      details: { option: '--object' },
    });
  }
  if (file === undefined) {
    throw new YinxinError('ARGUMENT_INVALID', 'give --file or --object', { details: { option: '--file' } });
  }
  const source = await openFile(file);
  try {
    const found = await findEvidenceObject(store, source);
    if (found !== undefined) return found;
  } finally {
    await source.close();
  }
  throw new YinxinError('ARGUMENT_INVALID', 'the file was not anchored in this store', {
    details: { option: '--file' },
  });
}
