import { Command, Option } from 'commander';
import { wholeNumber } from '../arguments.ts';
import type { VerifyArguments } from './arguments.ts';
import { runVerify } from './run.ts';
import { collect, withTrustOptions } from './trust-options.ts';

/** `yinxin verify FILE…`: one verdict per file. */
export function verifyCommand(): Command {
  const command = new Command('verify')
    .description('judge signatures, seals, licenses and packages in files, offline unless --online')
    .argument('[FILE...]', 'files of any kind the library knows')
    .option('--detached <P>', 'content of a detached signature')
    .option('--data <P>', 'files of one data group of an evidence record', collect)
    .option(
      '--evidence <P>',
      'evidence record over the file, or validation data collected beside it',
      collect,
    )
    .option('--signer-cert <P>', 'certificate of a signer that the file does not hold')
    .option('--password <P>', 'file holding the password of an encrypted document')
    .option('--online', 'fetch revocation data and CA certificates from where certificates say they are')
    .option('--private-hosts', 'with --online: also from hosts of private networks')
    .option('--files-from <P>', 'read file names from P, one per line (- is standard input)')
    .addOption(new Option('--jobs <N>', 'files judged at the same time').argParser(wholeNumber).default(1));
  return withTrustOptions(command).action(async (files: readonly string[], options: VerifyArguments) => {
    process.exitCode = await runVerify(files, options);
  });
}
