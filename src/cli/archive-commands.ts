import { Command, Option } from 'commander';
import { openFile, writeFileBeside } from '../adapters/files/index.ts';
import type { ArchiveStage } from '../archive/index.ts';
import { archiveReportHtml, checkArchive, packageArchive } from '../entries/archive.ts';
import { YinxinError } from '../foundation/core/index.ts';
import { countedSources } from './archive/counted-source.ts';
import { counter } from './archive/counter.ts';
import { instant } from './arguments.ts';
import { readItem } from './item-description.ts';
import { type KeyArguments, openSigner, withKeyOptions } from './key-options.ts';
import { type OutputArguments, withOutputOptions, writeOutput } from './output-options.ts';
import { type PackageArguments, packagePlan, withPackageOptions } from './package-options.ts';
import type { VerifyArguments } from './verify/arguments.ts';
import { prepareOptions } from './verify/options.ts';
import { withTrustOptions } from './verify/trust-options.ts';

/** `yinxin package ITEM.json`: one item as a sealed archive package (GB/T 42727, ASiC-E, DA/T 48). */
export function packageCommand(): Command {
  const command = new Command('package')
    .description('package one item for the archive: described in JSON, its files beside it')
    .argument('<ITEM>', 'JSON: item, files (with path, relative to the JSON), processes')
    .option('--at <ISO>', 'time of packaging; unset: now');
  return withPackageOptions(withOutputOptions(withKeyOptions(command))).action(pack);
}

async function pack(
  path: string,
  args: KeyArguments & OutputArguments & PackageArguments & { at?: string },
): Promise<void> {
  if (args.out === undefined || args.inPlace === true) {
    throw new YinxinError('ARGUMENT_INVALID', 'give --out', { details: { option: '--out' } });
  }
  const at = args.at === undefined ? new Date() : instant(args.at);
  const { item, files, processes } = await readItem(path);
  const signer = await openSigner(args, at);
  const plan = await packagePlan(args, at);
  const bar = counter('MiB read');
  const counted = countedSources(bar);
  const sources = files.map((file) => ({ ...file, data: counted(file.data) }));
  try {
    const packaged = await packageArchive({ ...plan, item, files: sources, processes, signer, at });
    await writeOutput(args.out, packaged.file, args);
  } finally {
    bar.clear();
  }
}

/** `yinxin check PACKAGE`: the four properties of an archive package (DA/T 70-2018). */
export function checkCommand(): Command {
  const command = new Command('check')
    .description('check the four properties of an archive package, signatures inside included')
    .argument('<PACKAGE>', 'archive package')
    .addOption(new Option('--sha256 <HEX>', 'digest that the package had when it was sent'))
    .addOption(
      new Option('--stage <STAGE>', 'when it is checked')
        .choices(['归档', '移交接收', '长期保存'])
        .default('归档'),
    )
    .option('--no-carrier', 'the package came over a network: items on carriers do not apply')
    .option('--html <P>', 'the report as a page for people, in the language of --lang');
  return withTrustOptions(command).action(check);
}

const EXIT = { passed: 0, failed: 1, undetermined: 2 } as const;

interface CheckArguments extends VerifyArguments {
  readonly sha256?: string;
  readonly stage: ArchiveStage;
  readonly carrier: boolean;
  readonly html?: string;
}

async function check(path: string, args: CheckArguments): Promise<void> {
  const { options } = await prepareOptions(args);
  const bar = counter('MiB read');
  const file = await openFile(path);
  const judged = checkArchive(countedSources(bar)(file), {
    ...options,
    name: path,
    stage: args.stage,
    ...(args.carrier ? {} : { carrier: 'none' as const }),
    ...(args.sha256 === undefined ? {} : { expected: { sha256: args.sha256 } }),
  });
  const report = await judged.finally(async () => {
    bar.clear();
    await file.close();
  });
  if (args.html !== undefined) {
    const page = new TextEncoder().encode(archiveReportHtml(report, { lang: args.lang }));
    await writeFileBeside(args.html, page, 'replace');
  }
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
