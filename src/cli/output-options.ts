import { realpath } from 'node:fs/promises';
import type { Command } from 'commander';
import { writeFileBeside } from '../adapters/files/index.ts';
import { YinxinError } from '../foundation/core/index.ts';

/** Options that name the output, as commander gives them. */
export interface OutputArguments {
  readonly out?: string;
  readonly inPlace?: boolean;
  readonly force?: boolean;
}

/** Adds the options that name the output. */
export function withOutputOptions(command: Command): Command {
  return command
    .option('--out <P>', 'file to write')
    .option('--in-place', 'replace the input')
    .option('--force', 'replace the output if it exists');
}

/**
 * Where to write: `--out`, or the input itself only when `--in-place` asks for it. ARGUMENT_INVALID when neither or
 * both are given, or when `--out` is the input under another name.
 */
export async function outputPath(input: string, args: OutputArguments): Promise<string> {
  const { out, inPlace } = args;
  if (inPlace === true && out === undefined) return input;
  if (out === undefined || inPlace === true) {
    throw new YinxinError('ARGUMENT_INVALID', 'give --out, or --in-place to replace the input', {
      details: { option: '--out' },
    });
  }
  const same = (await realpath(out).catch(() => out)) === (await realpath(input).catch(() => input));
  if (same) {
    throw new YinxinError('ARGUMENT_INVALID', '--out is the input: say --in-place to replace it', {
      details: { option: '--out' },
    });
  }
  return out;
}

/** Writes the result beside and renames it; an existing file is kept unless `--force` or `--in-place`. */
export async function writeOutput(path: string, bytes: Uint8Array, args: OutputArguments): Promise<void> {
  const replace = args.force === true || args.inPlace === true;
  await writeFileBeside(path, bytes, replace ? 'replace' : 'refuse');
}
