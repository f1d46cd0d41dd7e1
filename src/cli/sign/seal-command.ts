import { Command, Option } from 'commander';
import {
  type Random,
  type Signer,
  sourceFromBytes,
  type TimestampAuthority,
  YinxinError,
} from '../../foundation/core/index.ts';
import { type SealPdfForm, type SealPlacement, sealOfd, sealPdf } from '../../seal/index.ts';
import { detectFormat } from '../../verify/index.ts';
import { instant } from '../arguments.ts';
import { SYSTEM_RANDOM } from '../home/home.ts';
import { type KeyArguments, openSigner, readNamed, withKeyOptions } from '../key-options.ts';
import { type OutputArguments, outputPath, withOutputOptions, writeOutput } from '../output-options.ts';
import { authorityOf, type LongTermArguments, withAuthorityOption } from './long-term-options.ts';
import { type PlaceArguments, placementsOf, withPlaceOptions } from './place-options.ts';
import { embeddedData } from './validation-data.ts';

interface SealArguments
  extends KeyArguments,
    OutputArguments,
    PlaceArguments,
    Pick<LongTermArguments, 'tsa'> {
  readonly seal: string;
  readonly mode?: 'continue' | 'whole';
  readonly form?: SealPdfForm;
  /** `false` by --no-seal-file. */
  readonly sealFile: boolean;
  readonly at?: string;
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
}

/** What both formats are sealed with. */
interface Sealing {
  readonly file: Uint8Array;
  readonly signer: Signer;
  readonly seal: Uint8Array;
  readonly placements: readonly SealPlacement[];
  readonly claimedTime: Date;
  readonly tsa?: TimestampAuthority;
  readonly random: Random;
}

/** `yinxin seal FILE`: an organisation seals an OFD or a PDF with its electronic seal. */
export function sealCommand(): Command {
  const command = new Command('seal')
    .description('seal an OFD or a PDF with an electronic seal (GB/T 38540 SESeal) and its holder’s key')
    .argument('<FILE>', 'OFD or PDF to seal')
    .requiredOption('--seal <P>', 'electronic seal (电子印章), DER');
  withAuthorityOption(withPlaceOptions(command))
    .addOption(
      new Option('--mode <MODE>', 'OFD: continue, so that others may seal later, or whole').choices([
        'continue',
        'whole',
      ]),
    )
    .option('--no-seal-file', 'OFD: no Seal.esl beside the signed value')
    .option('--at <ISO>', 'claimed sealing time; unset: now')
    .addOption(
      new Option(
        '--form <FORM>',
        'PDF: pades, the seal within a signature that every reader verifies, or ses (/GM.sm2seal); unset: pades',
      ).choices(['pades', 'ses']),
    )
    .option('--crl <P...>', 'PDF: CRLs to embed')
    .option('--ocsp <P...>', 'PDF: OCSP responses to embed');
  return withOutputOptions(withKeyOptions(command)).action(seal);
}

async function seal(file: string, args: SealArguments): Promise<void> {
  const target = await outputPath(file, args);
  const at = args.at === undefined ? new Date() : instant(args.at);
  const sealing: Sealing = {
    file: await readNamed('FILE', file),
    signer: await openSigner(args, at),
    seal: await readNamed('--seal', args.seal),
    placements: placementsOf(args),
    claimedTime: at,
    random: SYSTEM_RANDOM,
    ...authorityOf(args),
  };
  const format = await detectFormat(sourceFromBytes(sealing.file)).catch(() => 'unknown');
  const sealed = format === 'ofd' ? await ofd(sealing, args) : await pdf(sealing, args);
  await writeOutput(target, sealed, args);
}

function ofd(sealing: Sealing, { mode, sealFile, crl, ocsp, form }: SealArguments): Promise<Uint8Array> {
  if (form !== undefined) throw unfit('an OFD has one form of seals', '--form');
  if (crl !== undefined || ocsp !== undefined) {
    throw unfit('an OFD holds no CRL or OCSP: give them to yinxin verify', '--crl');
  }
  return sealOfd({ ...sealing, sealFile, ...(mode === undefined ? {} : { mode }) });
}

async function pdf(sealing: Sealing, args: SealArguments): Promise<Uint8Array> {
  if (args.mode !== undefined) throw unfit('what may follow the seal of a PDF is not a mode', '--mode');
  return sealPdf({
    ...sealing,
    ...(args.form === undefined ? {} : { form: args.form }),
    ...(await embeddedData(args)),
  });
}

function unfit(message: string, option: string): YinxinError {
  return new YinxinError('ARGUMENT_INVALID', message, { details: { option } });
}
