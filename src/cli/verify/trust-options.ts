import { type Command, Option } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { defaultLanguage } from '../language.ts';

/** Collects the values of an option that may stand several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** Adds the options that say whom to believe, when, and in which words; `verify` and `check` share them. */
export function withTrustOptions(command: Command): Command {
  return command
    .option('--trust <P>', 'anchors for signers (PEM/DER file or folder)', collect)
    .option('--trust-tsa <P>', 'anchors for timestamps; unset: those of --trust', collect)
    .option('--seal-maker <P>', 'certificates of authorised seal makers', collect)
    .option(
      '--issuers <P>',
      'authorised license and status issuers: certificates, or a signed list (X.json with X.json.p7s, X.p7m)',
      collect,
    )
    .option('--issuer-list-signer <P>', 'certificates that may sign lists of issuers', collect)
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
    .option('--allow-legacy', 'admit SHA-1, RSA-1024, DSA and the like, with a finding')
    .addOption(
      new Option(
        '--profile <NAME>',
        'algorithms that a rule allows: cn-gov wants SM2 and SM3 for seals, signers, makers and timestamps',
      ).choices(['cn-gov']),
    )
    .addOption(
      new Option('--lang <LANG>', 'language of the words').choices(['zh', 'en']).default(defaultLanguage()),
    )
    .option('--json', 'one line of JSON per file, in the order of the arguments');
}
