import { Command, Option } from 'commander';
import { collectValidationData } from '../../seal/index.ts';
import { instant } from '../arguments.ts';
import { SYSTEM_RANDOM } from '../home/home.ts';
import { readNamed } from '../key-options.ts';
import { writeOutput } from '../output-options.ts';
import {
  authorityOf,
  type LongTermArguments,
  longTermOptions,
  withLongTermOptions,
} from '../sign/long-term-options.ts';
import { missingLines } from '../sign/missing-lines.ts';

interface CollectArguments extends LongTermArguments {
  readonly issuers?: readonly string[];
  readonly hash?: 'sm3' | 'sha256';
  readonly at?: string;
  readonly incomplete: 'refuse' | 'report';
  readonly out: string;
  readonly force?: boolean;
}

/** `yinxin seal collect`: the validation data of a sealed OFD, which has no place for it, as a file beside it. */
export function collectCommand(): Command {
  const command = new Command('collect')
    .description(
      'gather what a sealed OFD needs to be verified when its certificates have ended (chains, CRLs, OCSP responses, ' +
        'issuer lists), with --tsa under a timestamp; give the file to yinxin verify as --evidence',
    )
    .argument('<FILE>', 'sealed OFD')
    .option('--crl <P...>', 'CRLs at hand')
    .option('--ocsp <P...>', 'OCSP responses at hand')
    .option('--issuers <P...>', 'signed issuer lists to keep, as they were published')
    .addOption(
      new Option(
        '--hash <NAME>',
        'digest of the data and its timestamp; unset: sm3 where a signature was made with it',
      ).choices(['sm3', 'sha256']),
    )
    .option('--at <ISO>', 'the present; unset: now')
    .addOption(
      new Option('--incomplete <MODE>', 'report: keep what there is, and name what is missing')
        .choices(['refuse', 'report'])
        .default('refuse'),
    )
    .requiredOption('--out <P>', 'file to write (ZIP)')
    .option('--force', 'replace the output if it exists');
  return withLongTermOptions(command).action(collect);
}

async function collect(file: string, args: CollectArguments): Promise<void> {
  const issuerLists: Uint8Array[] = [];
  for (const path of args.issuers ?? []) issuerLists.push(await readNamed('--issuers', path));
  const { bytes, missing } = await collectValidationData({
    ...(await longTermOptions(args)),
    ...authorityOf(args),
    file: await readNamed('FILE', file),
    at: args.at === undefined ? new Date() : instant(args.at),
    random: SYSTEM_RANDOM,
    issuerLists,
    incomplete: args.incomplete,
    ...(args.hash === undefined ? {} : { hash: args.hash }),
  });
  await writeOutput(args.out, bytes, args);
  for (const line of missingLines(missing)) process.stdout.write(`${line}\n`);
  // As in verify: something could not be decided.
  if (missing.length > 0) process.exitCode = 2;
}
