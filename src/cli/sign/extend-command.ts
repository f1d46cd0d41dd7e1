import { Command, Option } from 'commander';
import { openFile } from '../../adapters/files/index.ts';
import { sourceFromBytes } from '../../foundation/core/index.ts';
import type { MissingData } from '../../foundation/validation/index.ts';
import { extendCms, extendPdf } from '../../sign/index.ts';
import { detectFormat } from '../../verify/index.ts';
import { instant } from '../arguments.ts';
import { SYSTEM_RANDOM } from '../home/home.ts';
import { firstLineOf, readNamed } from '../key-options.ts';
import { type OutputArguments, outputPath, withOutputOptions, writeOutput } from '../output-options.ts';
import {
  authorityOf,
  type LongTermArguments,
  longTermOptions,
  withLongTermOptions,
} from './long-term-options.ts';
import { missingLines } from './missing-lines.ts';

interface ExtendArguments extends LongTermArguments, OutputArguments {
  readonly level: 'B-T' | 'B-LT' | 'B-LTA';
  readonly at?: string;
  readonly detached?: string;
  readonly vri?: boolean;
  readonly pdfPasswordFile?: string;
  readonly incomplete: 'refuse' | 'report';
  readonly allowLegacy?: boolean;
}

/** `yinxin extend FILE`: keeps signatures verifiable for years. */
export function extendCommand(): Command {
  const command = new Command('extend')
    .description('bring the signatures of a PDF or CMS to a level; B-LTA again renews the last timestamp')
    .argument('<FILE>', 'signed PDF, or CMS in DER')
    .addOption(
      new Option('--level <NAME>', 'level to reach').choices(['B-T', 'B-LT', 'B-LTA']).makeOptionMandatory(),
    )
    .option('--crl <P...>', 'CRLs at hand')
    .option('--ocsp <P...>', 'OCSP responses at hand')
    .option('--at <ISO>', 'the present; unset: now')
    .option('--detached <P>', 'CMS: the content of a detached signature')
    .option('--pdf-password-file <P>', 'file whose first line is the password of an encrypted PDF')
    .option('--vri', 'PDF: also name the data by signature (/VRI)')
    .option('--allow-legacy', 'admit SHA-1, RSA-1024 and the like in signatures that are there')
    .addOption(
      new Option('--incomplete <MODE>', 'report: extend what can be, and name what is missing')
        .choices(['refuse', 'report'])
        .default('refuse'),
    );
  return withOutputOptions(withLongTermOptions(command)).action(extend);
}

/** What both kinds of files tell. */
interface Outcome {
  readonly bytes: Uint8Array;
  readonly level: string;
  readonly added: Readonly<Record<string, number>>;
  readonly missing: readonly MissingData[];
}

async function extend(file: string, args: ExtendArguments): Promise<void> {
  const target = await outputPath(file, args);
  const bytes = await readNamed('FILE', file);
  const format = await detectFormat(sourceFromBytes(bytes));
  const outcome = format === 'pdf' ? await pdf(bytes, args) : await cms(bytes, args);
  await writeOutput(target, outcome.bytes, args);
  process.stdout.write(`${[lineOf(outcome), ...missingLines(outcome.missing)].join('\n')}\n`);
  // As in verify: something could not be decided.
  if (outcome.missing.length > 0) process.exitCode = 2;
}

async function common(args: ExtendArguments) {
  const { incomplete, allowLegacy } = args;
  return {
    ...(await longTermOptions(args)),
    ...authorityOf(args),
    random: SYSTEM_RANDOM,
    at: args.at === undefined ? new Date() : instant(args.at),
    incomplete,
    ...(allowLegacy === undefined ? {} : { allowLegacy }),
  };
}

async function pdf(file: Uint8Array, args: ExtendArguments): Promise<Outcome> {
  const { level, vri, pdfPasswordFile: path } = args;
  const options = {
    ...(await common(args)),
    file,
    level,
    ...(vri === undefined ? {} : { vri }),
    ...(path === undefined ? {} : { password: await firstLineOf('--pdf-password-file', path) }),
  };
  const { file: extended, ...rest } = await extendPdf(options);
  return { bytes: extended, ...rest };
}

async function cms(bytes: Uint8Array, args: ExtendArguments): Promise<Outcome> {
  const { level, detached } = args;
  const options = { ...(await common(args)), cms: bytes, level };
  const content = detached === undefined ? undefined : await openFile(detached);
  try {
    const extended = await extendCms(content === undefined ? options : { ...options, detached: content });
    const { cms: der, ...rest } = extended;
    return { bytes: der, ...rest };
  } finally {
    await content?.close();
  }
}

function lineOf({ level, added }: Outcome): string {
  const parts = Object.entries(added).map(([name, count]) => `${name} ${count}`);
  return `level ${level}; added: ${parts.join(', ')}`;
}
