import { Command, Option } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { defaultLanguage } from '../language.ts';
import type { VerifyArguments } from './arguments.ts';
import { runVerify } from './run.ts';

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `yinxin verify FILE…`: one verdict per file. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('judge signatures, seals, licenses and packages in files, offline unless --online')
    .argument('[FILE...]', 'files of any kind the library knows')
    .option('--trust <P>', 'anchors for signers (PEM/DER file or folder)', collect)
    .option('--trust-tsa <P>', 'anchors for timestamps; unset: those of --trust', collect)
    .option('--seal-maker <P>', 'certificates of authorised seal makers', collect)
    .option('--issuers <P>', 'certificates of authorised license and status issuers', collect)
    .option('--status <P>', 'license status lists (file or folder)', collect)
    .addOption(
      new Option('--status-max-age <S>', 'oldest acceptable status list, in seconds').argParser(wholeNumber),
    )
    .option('--intermediate <P>', 'further certificates between signer and anchor', collect)
    .option('--crl <P>', 'CRLs', collect)
    .option('--ocsp <P>', 'OCSP responses', collect)
    .addOption(
      new Option('--revocation <MODE>', 'how far revocation must be proved')
        .choices(['require', 'require-where-declared', 'if-available', 'none'])
        .default('require-where-declared'),
    )
    .option('--at <ISO>', 'validation time, e.g. 2026-08-01T08:00:00+08:00; unset: now')
    .option('--detached <P>', 'content of a detached signature')
    .option('--data <P>', 'files of one data group of an evidence record', collect)
    .option('--evidence <P>', 'evidence record of the file')
    .option('--signer-cert <P>', 'certificate of a signer that the file does not hold')
    .option('--password <P>', 'file holding the password of an encrypted document')
    .option('--allow-legacy', 'admit SHA-1, RSA-1024, DSA and the like, with a finding')
    .option('--online', 'fetch missing revocation data')
    .option('--files-from <P>', 'read file names from P, one per line (- is standard input)')
    .addOption(new Option('--jobs <N>', 'files judged at the same time').argParser(wholeNumber).default(1))
    .addOption(
      new Option('--lang <LANG>', 'language of the words').choices(['zh', 'en']).default(defaultLanguage()),
    )
    .option('--json', 'one line of JSON per file, in the order of the arguments')
    .action(async (files: readonly string[], options: VerifyArguments) => {
      process.exitCode = await runVerify(files, options);
    });
}
