import { Command, Option } from 'commander';
import type { QrEcc } from '../../formats/qr/index.ts';
import { formatTime, fromUtf8, utf8, YinxinError } from '../../foundation/core/index.ts';
import {
  type CodeDrawing,
  type CodeText,
  drawCode,
  qrSymbology,
  readLicenseCode,
} from '../../license/index.ts';
import { wholeNumber } from '../arguments.ts';
import { readNamed } from '../key-options.ts';
import { type OutputArguments, writeOutput } from '../output-options.ts';
import { carrierText } from './issued-code.ts';

interface QrArguments extends OutputArguments {
  readonly home?: string;
  readonly ecc: QrEcc;
  readonly scale?: number;
}

/** `yinxin qr CODE`: what the code of a license says, and the code drawn. Nothing is verified. */
export function qrCommand(): Command {
  return new Command('qr')
    .description('tell what the code of a license says, or draw it. Verifies nothing: `yinxin verify` does')
    .argument('<CODE>', 'file with the text of a code; with --home the identifier of an issued license')
    .option('--home <DIR>', 'folder of the issuing office: takes the code from its ledger')
    .option('--out <P>', 'draw it: .png or .svg, or .txt for its text')
    .option('--force', 'replace the output if it exists')
    .addOption(new Option('--ecc <LEVEL>', 'error correction').choices(['L', 'M', 'Q', 'H']).default('M'))
    .option('--scale <N>', 'pixels of a module; unset: 8', wholeNumber)
    .action(qr);
}

async function qr(argument: string, args: QrArguments): Promise<void> {
  const text = args.home === undefined ? await textOf(argument) : await carrierText(args.home, argument);
  const { code, payload } = readLicenseCode(text);
  if (args.out !== undefined) {
    await writeOutput(args.out, pictureOf(code, args.out, args), args);
    return;
  }
  const { identifier, issuedAt, issueDate, validFrom, validTo, status, clear } = payload;
  const said = { identifier, issuedAt: formatTime(issuedAt), issueDate, validFrom, validTo, status, clear };
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

async function textOf(path: string): Promise<string> {
  return fromUtf8(await readNamed('CODE', path));
}

function pictureOf(code: CodeText, path: string, { ecc, scale }: QrArguments): Uint8Array {
  if (path.endsWith('.txt')) return utf8(`${code.text}\n`);
  const drawing: CodeDrawing = drawCode(code, qrSymbology(ecc));
  const options = scale === undefined ? {} : { scale };
  if (path.endsWith('.png')) return drawing.png(options);
  if (path.endsWith('.svg')) return utf8(drawing.svg(options));
  throw new YinxinError('ARGUMENT_INVALID', 'a code is written as .png, .svg or .txt', {
    details: { option: '--out' },
  });
}
