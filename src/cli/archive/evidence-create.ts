import { Command, Option } from 'commander';
import { openFolderStore } from '../../adapters/files/index.ts';
import { createEvidence, type EvidenceInput } from '../../archive/index.ts';
import { fromHex, toHex, YinxinError } from '../../foundation/core/index.ts';
import type { CurrentDigestName } from '../../foundation/crypto/index.ts';
import { wholeNumber } from '../arguments.ts';
import { fileNames } from '../verify/file-names.ts';
import { collect } from '../verify/trust-options.ts';
import { counter } from './counter.ts';
import { inputFiles } from './input-files.ts';
import { requestWritten, type TsaArguments, tsaOf } from './tsa-options.ts';

const DIGESTS = ['sha256', 'sha384', 'sha512', 'sm3'];

interface CreateArguments extends TsaArguments {
  readonly filesFrom?: string;
  readonly hexDigests?: boolean;
  readonly digest?: readonly CurrentDigestName[];
  readonly group?: boolean;
  readonly arity?: number;
}

/** Adds the options that name the authority. */
export function withTsaOptions(command: Command): Command {
  return command
    .option('--tsa <URL>', 'time-stamping authority (RFC 3161) that is asked over HTTP')
    .option(
      '--tsa-request <P>',
      'write the timestamp request here and stop: ask the authority, then come again',
    )
    .option('--tsa-response <P>', 'the answer of the authority (RFC 3161) to that request');
}

/** `yinxin evidence create STORE FILE…`. */
export function evidenceCreateCommand(): Command {
  const command = new Command('create')
    .description('anchor any number of files, or their digests, under one timestamp')
    .argument('<STORE>', 'folder that keeps the evidence: new, or left by an attempt that did not finish')
    .argument('[FILE...]', 'files, numbered from 0 in this order')
    .option('--files-from <P>', 'read file names, or digests, from P, one per line (- is standard input)')
    .option('--hex-digests', 'the lines are digests in hex, not names of files')
    .option('--group', 'all files together are one object (a data group)')
    .addOption(
      new Option(
        '--digest <NAME>',
        `algorithm to record, may stand several times (${DIGESTS.join(', ')})`,
      ).argParser((value: string, before: readonly string[] | undefined) => {
        if (!DIGESTS.includes(value))
          throw new YinxinError('ARGUMENT_INVALID', `--digest: give ${DIGESTS.join(', ')}`);
        return collect(value, before ?? []);
      }),
    )
    .addOption(new Option('--arity <N>', 'nodes of a group, 2 to 16 (default 4)').argParser(wholeNumber));
  return withTsaOptions(command).action(create);
}

async function create(path: string, given: readonly string[], args: CreateArguments): Promise<void> {
  const names = await fileNames(given, args.filesFrom);
  const bar = counter('objects');
  try {
    const { objects, root } = await createEvidence({
      objects: args.hexDigests === true ? digests(names) : inputFiles(names, args.group === true),
      store: openFolderStore(path),
      tsa: tsaOf(args),
      ...(args.digest === undefined ? {} : { digests: args.digest }),
      ...(args.arity === undefined ? {} : { arity: args.arity }),
      onProgress: bar.show,
    });
    bar.clear();
    process.stdout.write(`${path}: ${objects} objects anchored, root ${toHex(root)}\n`);
  } catch (error) {
    bar.clear();
    tellRequest(error);
  }
}

/** A request that was written is no error: the command says what to do next, and ends with 2. */
export function tellRequest(error: unknown): void {
  const written = requestWritten(error);
  if (written === undefined) throw error;
  process.stdout.write(`${written.path}: ask the authority, then run this again with --tsa-response\n`);
  process.exitCode = 2;
}

function* digests(lines: readonly string[]): Generator<EvidenceInput> {
  for (const line of lines) yield fromHex(line);
}
