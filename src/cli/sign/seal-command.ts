import { Command, Option } from 'commander';
import { sealPdf } from '../../seal/index.ts';
import { instant, measure, wholeNumber } from '../arguments.ts';
import { type KeyArguments, openSigner, readNamed, withKeyOptions } from '../key-options.ts';
import { type OutputArguments, outputPath, withOutputOptions, writeOutput } from '../output-options.ts';
import { embeddedData } from './validation-data.ts';

interface SealArguments extends KeyArguments, OutputArguments {
  readonly seal: string;
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly at?: string;
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
}

/** `yinxin seal FILE`: an organisation seals a PDF with its electronic seal. */
export function sealCommand(): Command {
  const command = new Command('seal')
    .description('seal a PDF with an electronic seal (GB/T 38540 SESeal) and its holder’s key')
    .argument('<FILE>', 'PDF to seal')
    .requiredOption('--seal <P>', 'electronic seal (电子印章), DER')
    .addOption(new Option('--page <N>', 'page, from 1').argParser(wholeNumber).default(1))
    .addOption(
      new Option('--x <MM>', 'left edge of the seal from the left of the page')
        .argParser(measure)
        .default(20),
    )
    .addOption(
      new Option('--y <MM>', 'top edge of the seal from the top of the page').argParser(measure).default(20),
    )
    .option('--at <ISO>', 'claimed sealing time; unset: now')
    .option('--crl <P...>', 'CRLs to embed')
    .option('--ocsp <P...>', 'OCSP responses to embed');
  return withOutputOptions(withKeyOptions(command)).action(seal);
}

async function seal(file: string, args: SealArguments): Promise<void> {
  const target = await outputPath(file, args);
  const at = args.at === undefined ? new Date() : instant(args.at);
  const sealed = await sealPdf({
    file: await readNamed('FILE', file),
    signer: await openSigner(args, at),
    seal: await readNamed('--seal', args.seal),
    place: { page: args.page, x: args.x, y: args.y },
    claimedTime: at,
    ...(await embeddedData(args)),
  });
  await writeOutput(target, sealed, args);
}
