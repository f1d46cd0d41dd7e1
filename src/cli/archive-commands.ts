import { Command, Option } from 'commander';
import { checkArchive, packageArchive } from '../archive/index.ts';
import { verify } from '../entries/index.ts';
import { type ByteSource, YinxinError } from '../foundation/core/index.ts';
import type { Report } from '../foundation/validation/index.ts';
import { instant } from './arguments.ts';
import { readItem } from './item-description.ts';
import { type KeyArguments, openSigner, readNamed, withKeyOptions } from './key-options.ts';
import { type OutputArguments, withOutputOptions, writeOutput } from './output-options.ts';
import type { VerifyArguments } from './verify/arguments.ts';
import { prepareOptions } from './verify/options.ts';
import { withTrustOptions } from './verify/trust-options.ts';

/** `yinxin package ITEM.json`: one item as a sealed archive package (GB/T 42727). */
export function packageCommand(): Command {
  const command = new Command('package')
    .description('package one item for the archive: described in JSON, its files beside it')
    .argument('<ITEM>', 'JSON: item, files (with path, relative to the JSON), processes')
    .option('--at <ISO>', 'time of packaging; unset: now');
  return withOutputOptions(withKeyOptions(command)).action(pack);
}

async function pack(path: string, args: KeyArguments & OutputArguments & { at?: string }): Promise<void> {
  if (args.out === undefined || args.inPlace === true) {
    throw new YinxinError('ARGUMENT_INVALID', 'give --out', { details: { option: '--out' } });
  }
  const at = args.at === undefined ? new Date() : instant(args.at);
  const { item, files, processes } = await readItem(path);
  const signer = await openSigner(args, at);
  const packaged = await packageArchive({ item, files, processes, signer, at });
  await writeOutput(args.out, packaged.file, args);
}

/** `yinxin check PACKAGE`: the four properties of an archive package (DA/T 70-2018). */
export function checkCommand(): Command {
  const command = new Command('check')
    .description('check the four properties of an archive package, signatures inside included')
    .argument('<PACKAGE>', 'archive package')
    .addOption(new Option('--sha256 <HEX>', 'digest that the package had when it was sent'));
  return withTrustOptions(command).action(check);
}

const EXIT = { passed: 0, failed: 1, undetermined: 2 } as const;

async function check(path: string, args: VerifyArguments & { sha256?: string }): Promise<void> {
  const { options } = await prepareOptions(args);
  const report = await checkArchive(await readNamed('PACKAGE', path), {
    ...options,
    name: path,
    verifyFile: (source: ByteSource, name: string): Promise<Report> => verify(source, { ...options, name }),
    ...(args.sha256 === undefined ? {} : { expected: { sha256: args.sha256 } }),
  });
  if (args.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    const { properties, items } = report;
    process.stdout.write(`${path}: ${report.overall}\n`);
    for (const [name, verdict] of Object.entries(properties)) process.stdout.write(`  ${name}: ${verdict}\n`);
    for (const item of items.filter(({ status }) => status !== 'passed')) {
      process.stdout.write(`  ${item.code} ${item.status}: ${item.details.join('; ')}\n`);
    }
  }
  process.exitCode = EXIT[report.overall];
}
