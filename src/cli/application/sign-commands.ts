import { Command } from 'commander';
import { YinxinError } from '../../foundation/core/index.ts';
import { applicationBinding, countersignApplication, signApplication } from '../../sign/index.ts';
import { instant } from '../arguments.ts';
import { type KeyArguments, openSigner, readNamed, withKeyOptions } from '../key-options.ts';
import { type OutputArguments, outputPath, withOutputOptions, writeOutput } from '../output-options.ts';
import { authorityOf } from '../sign/long-term-options.ts';
import { readApplicationFiles } from './description.ts';

interface SignArguments extends KeyArguments, OutputArguments {
  readonly at?: string;
  readonly tsa?: string;
}

const withSignOptions = (command: Command): Command =>
  withOutputOptions(
    withKeyOptions(command)
      .option('--tsa <URL>', 'timestamp authority (RFC 3161)')
      .option('--at <ISO>', 'time of submission; unset: now'),
  );

/** `yinxin application binding DESCRIPTION`: what identity evidence must be bound to. */
export function bindingCommand(): Command {
  return new Command('binding')
    .description('print the digests that identity evidence must be bound to, before anybody signs')
    .argument('<DESCRIPTION>', 'JSON: parties, matter, form, attachments')
    .action(async (path: string) => {
      const { input } = await readApplicationFiles(path);
      process.stdout.write(`${JSON.stringify(applicationBinding(input))}\n`);
    });
}

/** `yinxin application sign DESCRIPTION`: form, attachments and identity in one signed container. */
export function applicationSignCommand(): Command {
  const command = new Command('sign')
    .description('sign an application: described in JSON, its form and files beside it')
    .argument('<DESCRIPTION>', 'JSON: parties, matter, form, attachments, identity');
  return withSignOptions(command).action(async (path: string, args: SignArguments) => {
    if (args.out === undefined || args.inPlace === true) {
      throw new YinxinError('ARGUMENT_INVALID', 'give --out', { details: { option: '--out' } });
    }
    const at = args.at === undefined ? new Date() : instant(args.at);
    const { input, identity } = await readApplicationFiles(path);
    const signer = await openSigner(args, at);
    const signed = await signApplication({
      ...input,
      identity: await identity(),
      signer,
      at,
      ...authorityOf(args),
    });
    await writeOutput(args.out, signed.file, args);
    tellMissing(signed.application.signatories.slice(1).map(({ id }) => id));
  });
}

/** `yinxin application countersign FILE`: one more signatory. */
export function countersignCommand(): Command {
  const command = new Command('countersign')
    .description('sign an application beside those who signed before')
    .argument('<FILE>', 'application.asice')
    .requiredOption('--as <ID>', 'signatory that signs now, as the application names it');
  return withSignOptions(command).action(
    async (path: string, args: SignArguments & { readonly as: string }) => {
      const target = await outputPath(path, args);
      const at = args.at === undefined ? new Date() : instant(args.at);
      const application = await readNamed('FILE', path);
      const signer = await openSigner(args, at);
      const signed = await countersignApplication({
        application,
        as: args.as,
        signer,
        at,
        ...authorityOf(args),
      });
      await writeOutput(target, signed.file, args);
    },
  );
}

function tellMissing(ids: readonly string[]): void {
  if (ids.length === 0) return;
  process.stderr.write(`still to sign: ${ids.join(', ')} (yinxin application countersign --as)\n`);
}
