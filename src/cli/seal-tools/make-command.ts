import { Command, Option } from 'commander';
import { CERTIFICATE_LABELS, readPemOrDer } from '../../adapters/files/index.ts';
import { sniffMediaType } from '../../formats/media/index.ts';
import { makeSeal } from '../../seal/index.ts';
import { instant, wholeNumber } from '../arguments.ts';
import { type KeyArguments, openSigner, readNamed, withKeyOptions } from '../key-options.ts';
import { writeOutput } from '../output-options.ts';

interface MakeArguments extends KeyArguments {
  readonly sealVersion: '4' | '1' | '5';
  readonly id: string;
  readonly name: string;
  readonly type?: number;
  readonly vendor?: string;
  readonly signer: readonly string[];
  readonly byDigest?: boolean;
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  readonly from?: string;
  readonly to?: string;
  readonly at?: string;
  readonly out: string;
  readonly force?: boolean;
}

const VERSIONS = { 1: 1, 4: 4, 5: 5 } as const;

/** `yinxin seal make`: an SESeal, signed by its maker. */
export function makeCommand(): Command {
  const command = new Command('make')
    .description(
      'make an electronic seal (SESeal) and sign it as its maker. A seal made here does not come from an authorised ' +
        'seal-making system (制章系统) unless the key is one’s own as such: verifiers believe listed makers alone',
    )
    .requiredOption('--name <TEXT>', 'name of the seal')
    .requiredOption('--id <TEXT>', 'identifier, unique among the seals of this maker; ASCII')
    .requiredOption(
      '--signer <P...>',
      'certificates of those who may use the seal, PEM or DER, the first of each file',
    )
    .requiredOption('--picture <P>', 'picture of the seal, PNG or JPEG')
    .addOption(
      new Option('--width <MM>', 'width of the picture').argParser(wholeNumber).makeOptionMandatory(),
    )
    .addOption(
      new Option('--height <MM>', 'height of the picture').argParser(wholeNumber).makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--seal-version <N>',
        '4 (GB/T 38540-2020), 1 (GM/T 0031-2014), or 5 (GM/T 0031-2025 as one product writes it)',
      )
        .choices(['4', '1', '5'])
        .default('4'),
    )
    .addOption(new Option('--type <N>', 'unset: 1, an organisation; 2 is a person').argParser(wholeNumber))
    .option('--vendor <TEXT>', 'identifier of the product; ASCII')
    .option('--by-digest', 'list the signers by the SM3 digests of their certificates')
    .option('--from <ISO>', 'beginning of its validity; unset: now')
    .option('--to <ISO>', 'its end; unset, and at most: the earliest end of the signers’ certificates')
    .option('--at <ISO>', 'time of making; unset: now')
    .requiredOption('--out <P>', 'file to write')
    .option('--force', 'replace the output if it exists');
  return withKeyOptions(command).action(make);
}

async function make(args: MakeArguments): Promise<void> {
  const at = args.at === undefined ? new Date() : instant(args.at);
  const signerCertificates: Uint8Array[] = [];
  for (const path of args.signer) {
    // A chain may follow it.
    signerCertificates.push(...(await readPemOrDer(path, CERTIFICATE_LABELS)).slice(0, 1));
  }
  const picture = await readNamed('--picture', args.picture);
  const seal = await makeSeal({
    maker: await openSigner(args, at),
    version: VERSIONS[args.sealVersion],
    id: args.id,
    name: args.name,
    signerCertificates,
    picture: {
      type: sniffMediaType(picture) === 'image/jpeg' ? 'JPG' : 'PNG',
      data: picture,
      widthMm: args.width,
      heightMm: args.height,
    },
    createdAt: at,
    ...(args.type === undefined ? {} : { type: args.type }),
    ...(args.vendor === undefined ? {} : { vendor: args.vendor }),
    ...(args.byDigest === true ? { listSigners: 'digests' as const } : {}),
    ...(args.from === undefined ? {} : { validFrom: instant(args.from) }),
    ...(args.to === undefined ? {} : { validTo: instant(args.to) }),
    ...(args.profile === undefined ? {} : { algorithmProfile: args.profile }),
  });
  await writeOutput(args.out, seal, args);
  process.stderr.write(
    'This seal does not come from an authorised seal-making system unless its maker is one; name the maker to ' +
      'verifiers with --seal-maker.\n',
  );
}
