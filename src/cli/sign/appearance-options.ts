import { type Command, InvalidArgumentError, Option } from 'commander';
import { YinxinError } from '../../foundation/core/index.ts';
import type { KeywordPlacement, SignPdfOptions, VisibleSignature } from '../../sign/index.ts';
import { measure, wholeNumber } from '../arguments.ts';
import { demoFont } from '../demo/stage.ts';
import { firstLineOf, readNamed } from '../key-options.ts';

/** Options on what a person sees of a PDF signature, on the file and on locks, as commander gives them. */
export interface AppearanceArguments {
  readonly text?: string;
  readonly font?: readonly string[];
  readonly textSize?: number;
  readonly picture?: string;
  readonly qr?: string;
  readonly border?: string;
  readonly page?: number;
  readonly box?: Box;
  readonly corner: Corner;
  readonly keyword?: string;
  readonly occurrence?: number;
  readonly side: NonNullable<KeywordPlacement['side']>;
  readonly offsetX?: number;
  readonly offsetY?: number;
  readonly lock?: 'all' | 'include' | 'exclude';
  readonly lockField?: readonly string[];
  readonly pdfPasswordFile?: string;
  readonly rewriteDamaged?: boolean;
}

type Box = readonly [x: number, y: number, width: number, height: number];
type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

/** Adds the options on what a person sees of a PDF signature, on the file and on locks. */
export function withAppearanceOptions(command: Command): Command {
  const option = <T>(flags: string, text: string, parse: (value: string) => T): Option =>
    new Option(flags, text).argParser(parse);
  return command
    .option('--text <TEXT>', 'PDF: show this text; \\n begins a new line')
    .option('--font <P...>', 'PDF: fonts of the text, in order of preference; unset: that of the demo')
    .addOption(option('--text-size <PT>', 'PDF: size of the text; it shrinks to fit', wholeNumber))
    .option('--picture <P>', 'PDF: show this PNG or JPEG')
    .option('--qr <TEXT>', 'PDF: show a QR code with this content')
    .option('--border <COLOUR>', 'PDF: frame, as #rrggbb')
    .addOption(option('--page <N>', 'PDF: page of the box, from 1', wholeNumber))
    .addOption(
      option('--box <X,Y,W,H>', 'PDF: millimetres inwards from --corner; at a keyword the size W,H', box),
    )
    .addOption(
      new Option('--corner <NAME>', 'PDF: corner of the page that --box counts from')
        .choices(['top-left', 'top-right', 'bottom-left', 'bottom-right'])
        .default('bottom-right'),
    )
    .option('--keyword <TEXT>', 'PDF: put the box at this text')
    .addOption(option('--occurrence <N>', 'PDF: which hit: 1 the first, -1 the last', occurrence))
    .addOption(
      new Option('--side <NAME>', 'PDF: side of the keyword')
        .choices(['over', 'right', 'left', 'above', 'below'])
        .default('over'),
    )
    .addOption(option('--offset-x <MM>', 'PDF: move the box from the keyword to the right', measure))
    .addOption(option('--offset-y <MM>', 'PDF: move the box from the keyword downwards', measure))
    .addOption(
      new Option('--lock <WHAT>', 'PDF: fields that may not change later').choices([
        'all',
        'include',
        'exclude',
      ]),
    )
    .option('--lock-field <NAME...>', 'PDF: fields that --lock includes or excludes')
    .option('--pdf-password-file <P>', 'file whose first line is the password of an encrypted PDF')
    .option('--rewrite-damaged', 'PDF: sign a copy written anew of a damaged file');
}

/** What the options say to `signPdf`; nothing where they say nothing. */
export async function appearanceOptions(
  args: AppearanceArguments,
): Promise<Pick<SignPdfOptions, 'appearance' | 'lock' | 'password' | 'damaged'>> {
  const appearance = await lookOf(args);
  const { lock, lockField, pdfPasswordFile } = args;
  const action = lock === undefined ? undefined : LOCK_ACTIONS[lock];
  return {
    ...(appearance === undefined ? {} : { appearance }),
    ...(action === undefined
      ? {}
      : { lock: { action, ...(lockField === undefined ? {} : { fields: lockField }) } }),
    ...(pdfPasswordFile === undefined
      ? {}
      : { password: await firstLineOf('--pdf-password-file', pdfPasswordFile) }),
    ...(args.rewriteDamaged === true ? { damaged: 'rewrite' as const } : {}),
  };
}

const LOCK_ACTIONS = { all: 'All', include: 'Include', exclude: 'Exclude' } as const;

async function lookOf(args: AppearanceArguments): Promise<VisibleSignature | undefined> {
  const { text, picture, qr, border, page } = args;
  const place = placeOf(args);
  if (text === undefined && picture === undefined && qr === undefined) {
    if (place === undefined) return undefined;
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'a box is given and nothing to show: add --text, --picture or --qr',
      {
        details: { option: '--box' },
      },
    );
  }
  return {
    ...(text === undefined ? {} : { text: await textOf(text, args) }),
    ...(picture === undefined ? {} : { picture: await readNamed('--picture', picture) }),
    ...(qr === undefined ? {} : { qr }),
    ...(border === undefined ? {} : { border }),
    ...(page === undefined ? {} : { page }),
    ...(place === undefined ? {} : { place }),
  };
}

async function textOf(
  text: string,
  { font, textSize }: AppearanceArguments,
): Promise<NonNullable<VisibleSignature['text']>> {
  const files: Uint8Array[] = [];
  for (const path of font ?? []) files.push(await readNamed('--font', path));
  const fonts = files.length === 0 ? await demoFont() : files;
  const size = textSize === undefined ? {} : { size: textSize };
  return { content: text.replaceAll('\\n', '\n'), fonts, ...size };
}

function placeOf(args: AppearanceArguments): VisibleSignature['place'] {
  const { keyword, occurrence: which, side, corner, offsetX, offsetY } = args;
  if (keyword === undefined) {
    if (args.box === undefined) return undefined;
    const [x, y, width, height] = args.box;
    return { corner, x, y, width, height };
  }
  const [, , width, height] = args.box ?? DEFAULT_BOX;
  const offset = {
    ...(offsetX === undefined ? {} : { x: offsetX }),
    ...(offsetY === undefined ? {} : { y: offsetY }),
  };
  return { keyword, side, width, height, offset, ...(which === undefined ? {} : { occurrence: which }) };
}

const DEFAULT_BOX: Box = [0, 0, 60, 25];

/** Four measures, or two: the size alone. */
function box(text: string): Box {
  const numbers = text.split(',').map(measure);
  if (numbers.length === 2) return [0, 0, numbers[0]!, numbers[1]!];
  if (numbers.length !== 4) throw new InvalidArgumentError('give X,Y,W,H in millimetres, or W,H');
  return numbers as unknown as Box;
}

function occurrence(text: string): number {
  const number = /^-?[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
  if (number === 0) throw new InvalidArgumentError('give 1 for the first, -1 for the last');
  return number;
}
