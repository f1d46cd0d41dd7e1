import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PageSide, SealPlacement } from '../../seal/index.ts';
import { measure, wholeNumber } from '../arguments.ts';

/** Options that say where a seal stands, as commander gives them. */
export interface PlaceArguments {
  readonly page?: number | readonly number[] | 'all';
  readonly x?: number;
  readonly y?: number;
  readonly keyword?: string;
  readonly occurrence?: number | 'all';
  readonly offsetX?: number;
  readonly offsetY?: number;
  readonly riding?: PageSide;
  readonly ridingOffset?: number;
  readonly split?: 'even' | number;
  readonly pagesPerSeal?: number;
  readonly firstPageMinimum?: number;
  readonly skipFirst?: number;
  readonly skipLast?: number;
  readonly duplex?: boolean;
}

const DEFAULT_MM = 20;

/** Adds the options that say where a seal stands: a point, a keyword, page edges, or several of them in one signature. */
export function withPlaceOptions(command: Command): Command {
  const option = <T>(flags: string, text: string, parse: (value: string) => T): Option =>
    new Option(flags, text).argParser(parse);
  return command
    .addOption(option('--page <N>', 'page from 1, several as 1,3, or all (default: 1)', pages))
    .addOption(
      option('--x <MM>', `left edge of the seal from the left of the page (default: ${DEFAULT_MM})`, measure),
    )
    .addOption(
      option('--y <MM>', `top edge of the seal from the top of the page (default: ${DEFAULT_MM})`, measure),
    )
    .option('--keyword <TEXT>', 'centre the seal on this text')
    .addOption(
      option('--occurrence <N>', 'which hit of the keyword: 1 the first, -1 the last, or all', occurrence),
    )
    .addOption(option('--offset-x <MM>', 'move the seal from the keyword to the right', measure))
    .addOption(option('--offset-y <MM>', 'move the seal from the keyword downwards', measure))
    .addOption(
      new Option('--riding <SIDE>', 'ride over this edge of all pages (骑缝章)').choices([
        'right',
        'left',
        'top',
        'bottom',
      ]),
    )
    .addOption(
      option('--riding-offset <MM>', 'from the top or left end of the edge (default: centred)', measure),
    )
    .addOption(option('--split <HOW>', 'even, or the share of the first page, such as 0.3', split))
    .addOption(option('--pages-per-seal <N>', 'most pages under one picture (default: 20)', wholeNumber))
    .addOption(option('--first-page-minimum <SHARE>', 'least share of the first page, such as 0.2', share))
    .addOption(option('--skip-first <N>', 'pages without a slice at the beginning', count))
    .addOption(option('--skip-last <N>', 'pages without a slice at the end', count))
    .option('--duplex', 'printed on both sides: slices on odd pages only');
}

/** The placements that the options ask for; the point at its default when they ask for none. */
export function placementsOf(args: PlaceArguments): readonly SealPlacement[] {
  const out: SealPlacement[] = [];
  const pointed = args.page !== undefined || args.x !== undefined || args.y !== undefined;
  if (pointed || (args.keyword === undefined && args.riding === undefined)) {
    out.push({ kind: 'point', page: args.page ?? 1, x: args.x ?? DEFAULT_MM, y: args.y ?? DEFAULT_MM });
  }
  if (args.keyword !== undefined) {
    const { occurrence, offsetX, offsetY } = args;
    out.push({ kind: 'keyword', text: args.keyword, ...present({ occurrence, offsetX, offsetY }) });
  }
  if (args.riding !== undefined) {
    const { split, pagesPerSeal, firstPageMinimum, skipFirst, skipLast, duplex } = args;
    const more = {
      offset: args.ridingOffset,
      split,
      pagesPerSeal,
      firstPageMinimum,
      skipFirst,
      skipLast,
      duplex,
    };
    out.push({ kind: 'riding', side: args.riding, ...present(more) });
  }
  return out;
}

/** The fields that have a value. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function pages(text: string): number | readonly number[] | 'all' {
  if (text === 'all') return 'all';
  const numbers = text.split(',').map(wholeNumber);
  return numbers.length === 1 ? numbers[0]! : numbers;
}

function occurrence(text: string): number | 'all' {
  if (text === 'all') return 'all';
  return text.startsWith('-') ? -wholeNumber(text.slice(1)) : wholeNumber(text);
}

function split(text: string): 'even' | number {
  return text === 'even' ? 'even' : share(text);
}

function share(text: string): number {
  const value = /^0?\.\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value <= 0) throw new InvalidArgumentError('give a share between 0 and 1, such as 0.3');
  return value;
}

function count(text: string): number {
  return text === '0' ? 0 : wholeNumber(text);
}
