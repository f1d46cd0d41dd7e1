import { Command, Option } from 'commander';
import type { Signer } from '../../foundation/core/index.ts';
import { sourceFromBytes } from '../../foundation/core/index.ts';
import { signPdf } from '../../sign/index.ts';
import { signCms } from '../../signatures/cades/index.ts';
import { detectFormat } from '../../verify/index.ts';
import { instant } from '../arguments.ts';
import { type KeyArguments, openSigner, readNamed, withKeyOptions } from '../key-options.ts';
import { type OutputArguments, outputPath, withOutputOptions, writeOutput } from '../output-options.ts';
import { embeddedData } from './validation-data.ts';

interface SignArguments extends KeyArguments, OutputArguments {
  readonly format: 'auto' | 'pdf' | 'cms';
  readonly attached?: boolean;
  readonly at?: string;
  readonly reason?: string;
  readonly location?: string;
  readonly field?: string;
  readonly certify?: '1' | '2' | '3';
  readonly crl?: readonly string[];
  readonly ocsp?: readonly string[];
}

/** `yinxin sign FILE`: a person signs a PDF (PAdES) or any data (CAdES). */
export function signCommand(): Command {
  const command = new Command('sign')
    .description('sign a PDF (PAdES B-B) or any file (CAdES B-B)')
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
    .option('--crl <P...>', 'PDF: CRLs to embed')
    .option('--ocsp <P...>', 'PDF: OCSP responses to embed');
  return withOutputOptions(withKeyOptions(command)).action(sign);
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
  const { reason, location, field, certify } = args;
  return signPdf({
    file,
    signer,
    claimedTime: at,
    ...(reason === undefined ? {} : { reason }),
    ...(location === undefined ? {} : { location }),
    ...(field === undefined ? {} : { field }),
    ...(certify === undefined ? {} : { certification: Number(certify) as 1 | 2 | 3 }),
    ...(await embeddedData(args)),
  });
}

async function cms(bytes: Uint8Array, signer: Signer, at: Date, args: SignArguments): Promise<Uint8Array> {
  const detached = args.attached !== true;
  return (await signCms({ signer, content: { bytes }, detached, claimedTime: at })).cms;
}
