import { Command, Option } from 'commander';
import { type Signer, sourceFromBytes, YinxinError } from '../../foundation/core/index.ts';
import {
  type CommitmentType,
  extendCms,
  type LevelledPdf,
  type SignatureProperties,
  signCms,
  signPdfToLevel,
} from '../../sign/index.ts';
import { detectFormat } from '../../verify/index.ts';
import { instant } from '../arguments.ts';
import { SYSTEM_RANDOM } from '../home/home.ts';
import { type KeyArguments, openSigner, readNamed, withKeyOptions } from '../key-options.ts';
import { type OutputArguments, outputPath, withOutputOptions, writeOutput } from '../output-options.ts';
import { type AppearanceArguments, appearanceOptions, withAppearanceOptions } from './appearance-options.ts';
import {
  authorityOf,
  type LongTermArguments,
  longTermOptions,
  withLongTermOptions,
} from './long-term-options.ts';
import { embeddedData } from './validation-data.ts';

interface SignArguments extends KeyArguments, OutputArguments, LongTermArguments, AppearanceArguments {
  readonly level?: 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';
  readonly whenUnreachable: 'refuse' | 'mark';
  readonly policy?: string;
  readonly policyFile?: string;
  readonly commitment?: CommitmentType;
  readonly format: 'auto' | 'pdf' | 'cms';
  readonly attached?: boolean;
  readonly at?: string;
  readonly reason?: string;
  readonly location?: string;
  readonly field?: string;
  readonly certify?: '1' | '2' | '3';
}

/** `yinxin sign FILE`: a person signs a PDF (PAdES) or any data (CAdES). */
export function signCommand(): Command {
  const command = new Command('sign')
    .description('sign a PDF (PAdES) or any file (CAdES), at B-B or a higher level')
    .argument('<FILE>', 'file to sign')
    .addOption(
      new Option('--format <NAME>', 'auto: pdf for a PDF, cms for anything else')
        .choices(['auto', 'pdf', 'cms'])
        .default('auto'),
    )
    .option('--attached', 'CMS holds the content; unset: detached')
    .option('--at <ISO>', 'claimed signing time; unset: now')
    .option('--reason <TEXT>', 'PDF: reason')
    .option('--location <TEXT>', 'PDF: location')
    .option('--field <NAME>', 'PDF: signature field to fill or make')
    .addOption(
      new Option('--certify <LEVEL>', 'PDF: certify, changes allowed later').choices(['1', '2', '3']),
    )
    .addOption(
      new Option('--level <NAME>', 'unset: B-T with --tsa, else B-B').choices([
        'B-B',
        'B-T',
        'B-LT',
        'B-LTA',
      ]),
    )
    .addOption(
      new Option(
        '--when-unreachable <MODE>',
        'PDF: mark keeps the signature at the level it has, and says so',
      )
        .choices(['refuse', 'mark'])
        .default('refuse'),
    )
    .option('--policy <OID>', 'signature policy, by its object identifier')
    .option('--policy-file <P>', 'document of the policy, whose digest is signed')
    .addOption(
      new Option('--commitment <NAME>', 'what the signer commits to; in a PDF not beside --reason').choices([
        'proof-of-origin',
        'proof-of-receipt',
        'proof-of-delivery',
        'proof-of-sender',
        'proof-of-approval',
        'proof-of-creation',
      ]),
    )
    .option('--crl <P...>', 'CRLs to embed')
    .option('--ocsp <P...>', 'OCSP responses to embed');
  withAppearanceOptions(command);
  return withOutputOptions(withLongTermOptions(withKeyOptions(command))).action(sign);
}

async function sign(file: string, args: SignArguments): Promise<void> {
  const target = await outputPath(file, args);
  const at = args.at === undefined ? new Date() : instant(args.at);
  const bytes = await readNamed('FILE', file);
  const signer = await openSigner(args, at);
  const asPdf = args.format === 'pdf' || (args.format === 'auto' && (await isPdf(bytes)));
  const result = asPdf ? await pdf(bytes, signer, at, args) : await cms(bytes, signer, at, args);
  await writeOutput(target, result, args);
}

const isPdf = async (bytes: Uint8Array): Promise<boolean> =>
  (await detectFormat(sourceFromBytes(bytes)).catch(() => 'unknown')) === 'pdf';

async function pdf(file: Uint8Array, signer: Signer, at: Date, args: SignArguments): Promise<Uint8Array> {
  const { reason, location, field, certify, level, whenUnreachable } = args;
  const isLongTerm = level === 'B-LT' || level === 'B-LTA';
  const signed = await signPdfToLevel({
    file,
    signer,
    claimedTime: at,
    random: SYSTEM_RANDOM,
    whenUnreachable,
    ...authorityOf(args),
    ...(await statements(args)),
    ...(await appearanceOptions(args)),
    ...(level === undefined ? {} : { level }),
    ...(reason === undefined ? {} : { reason }),
    ...(location === undefined ? {} : { location }),
    ...(field === undefined ? {} : { field }),
    ...(certify === undefined ? {} : { certification: Number(certify) as 1 | 2 | 3 }),
    ...(isLongTerm ? { longTerm: await longTermOptions(args) } : await embeddedData(args)),
  });
  tellPending(signed);
  return signed.file;
}

/** A level that was not reached is told, and ends with 2: something is still to be done. */
function tellPending({ level, pending }: LevelledPdf): void {
  if (pending === undefined) return;
  const todo = `yinxin extend --level ${pending.level}`;
  process.stderr.write(
    `level ${level}, not ${pending.level} (${pending.failure}: ${pending.detail}); ${todo}\n`,
  );
  process.exitCode = 2;
}

async function cms(bytes: Uint8Array, signer: Signer, at: Date, args: SignArguments): Promise<Uint8Array> {
  const detached = args.attached !== true;
  const { level } = args;
  const content = { bytes };
  const signed = await signCms({ signer, content, detached, claimedTime: at, ...(await statements(args)) });
  const wanted = level ?? (args.tsa === undefined ? 'B-B' : 'B-T');
  if (wanted === 'B-B') return signed.cms;
  const extended = await extendCms({
    ...(await longTermOptions(args)),
    ...authorityOf(args),
    random: SYSTEM_RANDOM,
    at,
    cms: signed.cms,
    level: wanted,
    ...(detached ? { detached: bytes } : {}),
  });
  return extended.cms;
}

/** Policy and commitment, under the signature. */
async function statements({
  policy: id,
  policyFile,
  commitment,
}: SignArguments): Promise<Pick<SignatureProperties, 'policy' | 'commitment'>> {
  if ((id === undefined) !== (policyFile === undefined)) {
    throw new YinxinError('ARGUMENT_INVALID', 'give --policy together with --policy-file', {
      details: { option: '--policy' },
    });
  }
  const document = policyFile === undefined ? undefined : await readNamed('--policy-file', policyFile);
  return {
    ...(id === undefined || document === undefined ? {} : { policy: { id, document } }),
    ...(commitment === undefined ? {} : { commitment }),
  };
}
