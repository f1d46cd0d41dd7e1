import { Command } from 'commander';
import { openFile } from '../../adapters/files/index.ts';
import { type ByteSource, YinxinError } from '../../foundation/core/index.ts';
import {
  type PdfRevision,
  type PdfRevisionOptions,
  pdfAtRevision,
  readPdfRevisions,
} from '../../signatures/pades/index.ts';
import { detectFormat } from '../../verify/index.ts';
import { wholeNumber } from '../arguments.ts';
import { firstLineOf } from '../key-options.ts';
import { type OutputArguments, outputPath, writeOutput } from '../output-options.ts';
import { writePages } from './ofd-pages.ts';

interface InspectArguments extends OutputArguments {
  readonly revision?: number;
  readonly password?: string;
  readonly json?: boolean;
  readonly svg?: string;
}

/** `yinxin inspect FILE`: the saved states of a PDF; one of them as it was. Nothing is verified. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description(
      'list the revisions of a PDF and what each changed; take one out as it was; draw an OFD. Verifies nothing',
    )
    .argument('<FILE>', 'PDF, or an OFD with --svg')
    .option('--revision <N>', 'the revision to take out, from 1', wholeNumber)
    .option('--out <P>', 'file to write it to')
    .option('--force', 'replace the output if it exists')
    .option('--password <P>', 'file holding the password of an encrypted document')
    .option('--svg <DIR>', 'OFD: draw every page with its seals as SVG into this folder')
    .option('--json', 'one line of JSON')
    .action(inspect);
}

async function inspect(file: string, args: InspectArguments): Promise<void> {
  const isTaken = args.revision !== undefined || args.out !== undefined;
  const target = isTaken ? await outputPath(file, args) : undefined;
  const password = args.password === undefined ? undefined : await firstLineOf('--password', args.password);
  const options = password === undefined ? {} : { password };
  const source = await openFile(file);
  try {
    if (args.svg !== undefined) return await writePages(source, args.svg);
    await assertPdf(source);
    if (target === undefined) await list(source, options, args);
    else await writeOutput(target, await take(source, options, args), args);
  } finally {
    await source.close();
  }
}

async function assertPdf(source: ByteSource): Promise<void> {
  const format = await detectFormat(source);
  if (format === 'pdf') return;
  throw new YinxinError('ARGUMENT_INVALID', `inspect reads PDF, and this is ${format}`, {
    details: { option: 'FILE', format },
  });
}

function take(source: ByteSource, options: PdfRevisionOptions, args: InspectArguments): Promise<Uint8Array> {
  if (args.revision !== undefined) return pdfAtRevision(source, args.revision, options);
  throw new YinxinError('ARGUMENT_INVALID', 'say with --revision which one goes to --out', {
    details: { option: '--revision' },
  });
}

async function list(source: ByteSource, options: PdfRevisionOptions, args: InspectArguments): Promise<void> {
  const revisions = await readPdfRevisions(source, options);
  const text =
    args.json === true
      ? JSON.stringify({ schema: 'yinxin.inspect/1', format: 'pdf', size: source.size, revisions })
      : revisions.map(paragraph).join('\n');
  process.stdout.write(`${text}\n`);
}

/** One revision for a reader. Names come out of the file: control characters would move the cursor. */
function paragraph({ number, size, signatures, modification, changes }: PdfRevision): string {
  const end = size === undefined ? 'no end of its own' : `${size} bytes`;
  const what = number === 1 ? 'the first state' : modification;
  return [
    `revision ${number}: ${end}, ${what}`,
    ...signatures.map(({ field, kind }) => `  signed by: ${kind} in "${field}"`),
    ...changes.map(({ code, detail }) => `  ${code}: ${detail}`),
  ]
    .map((line) => line.replace(CONTROLS, '\ufffd'))
    .join('\n');
}

/** Controls of C0 and C1, and those that turn the direction of text. */
const CONTROLS = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
