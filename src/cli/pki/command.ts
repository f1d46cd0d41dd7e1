import { Command, Option } from 'commander';
import { pemText } from '../../adapters/files/index.ts';
import { createTestPki, type TestAlgorithm, type TestCast } from '../../testing/index.ts';
import { instant } from '../arguments.ts';
import { writeInto, writeTrustFolders } from './trust-folders.ts';

interface PkiArguments {
  readonly out: string;
  readonly algorithm: TestAlgorithm;
  readonly at?: string;
  readonly seed: string;
}

/** Who gets a key file, and its name. CAs keep theirs: nobody needs them outside. */
const KEY_FILES: readonly (readonly [keyof TestCast, string])[] = [
  ['signer', 'signer'],
  ['sealSigner', 'seal-signer'],
  ['sealMaker', 'seal-maker'],
  ['licenseIssuer', 'license-issuer'],
  ['statusIssuer', 'status-issuer'],
];

/** `yinxin pki --out DIR`: a test PKI as files. Its keys are public. */
export function pkiCommand(): Command {
  return new Command('pki')
    .description('write a test PKI: key files and trust folders. Its keys are public: never trust it')
    .requiredOption('--out <DIR>', 'folder to write to')
    .addOption(
      new Option('--algorithm <NAME>', 'algorithm of all keys')
        .choices(['P-256', 'SM2', 'RSA'])
        .default('P-256'),
    )
    .option('--at <ISO>', 'the time that everything is dated around; unset: now')
    .option('--seed <TEXT>', 'the same seed gives the same keys', 'yinxin')
    .action(writePki);
}

async function writePki(args: PkiArguments): Promise<void> {
  const now = args.at === undefined ? new Date() : instant(args.at);
  const pki = await createTestPki({ algorithm: args.algorithm, now, seed: args.seed });
  await writeTrustFolders(args.out, pki);
  for (const [member, file] of KEY_FILES) {
    const identity = pki[member];
    const certificates = identity.chain.map((der) => pemText('CERTIFICATE', der)).join('');
    await writeInto(args.out, `keys/${file}.pem`, pemText('PRIVATE KEY', identity.pkcs8) + certificates);
  }
  process.stdout.write(`${args.out}: ${args.algorithm}, keys/ and trust/ (test keys, public)\n`);
}
