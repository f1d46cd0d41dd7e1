import { Command, Option } from 'commander';
import { loadFontChain } from '../../formats/font/index.ts';
import { fromUtf8, utf8, YinxinError } from '../../foundation/core/index.ts';
import { drawSealImage, type SealCentre, type SealImageOptions } from '../../seal/index.ts';
import { measure, wholeNumber } from '../arguments.ts';
import { readNamed } from '../key-options.ts';
import { writeOutput } from '../output-options.ts';

interface DrawArguments {
  readonly kind: SealImageOptions['kind'];
  readonly name?: string;
  readonly font: readonly string[];
  readonly diameter?: number;
  readonly width?: number;
  readonly height?: number;
  readonly lower?: string;
  readonly middle?: string;
  readonly code?: string;
  readonly line?: readonly string[];
  readonly suffix?: string;
  readonly centre: 'star' | 'none';
  readonly emblem?: string;
  readonly dpi?: number;
  readonly color?: string;
  readonly out: string;
  readonly force?: boolean;
}

/** `yinxin seal draw`: the picture of a seal as PNG or SVG. */
export function drawCommand(): Command {
  return new Command('draw')
    .description('draw the picture of a seal, exact in millimetres; a picture alone proves nothing')
    .addOption(
      new Option('--kind <KIND>', 'round, oval (invoice seals), rectangle, square (personal seals)')
        .choices(['round', 'oval', 'rectangle', 'square'])
        .default('round'),
    )
    .option('--name <TEXT>', 'full lawful name; of a square seal two to four characters')
    .requiredOption('--font <P...>', 'fonts, in the order they are asked for glyphs (宋体 by convention)')
    .addOption(new Option('--diameter <MM>', 'round: 42, 45, 50 or 60 by rank').argParser(measure))
    .addOption(new Option('--width <MM>', 'oval (40), rectangle, square (20)').argParser(measure))
    .addOption(new Option('--height <MM>', 'oval (30), rectangle').argParser(measure))
    .option('--lower <TEXT>', 'round, oval: the line below the centre, such as 发票专用章')
    .option('--middle <TEXT>', 'oval: the line through the middle (tax number)')
    .option('--code <TEXT>', 'round: number along the lower rim')
    .option('--line <TEXT...>', 'rectangle: its lines, from the top')
    .option('--suffix <TEXT>', 'square: after the name; unset: 之印, 印 or nothing')
    .addOption(new Option('--centre <WHAT>', 'round').choices(['star', 'none']).default('star'))
    .option('--emblem <P>', 'round: instead of the star, a PNG or a file with the path data of an SVG')
    .addOption(new Option('--dpi <N>', 'of the PNG; unset: 300').argParser(wholeNumber))
    .option('--color <RGB>', 'unset: #e60012')
    .requiredOption('--out <P>', 'file to write, .png or .svg')
    .option('--force', 'replace the output if it exists')
    .action(draw);
}

async function draw(args: DrawArguments): Promise<void> {
  const image = drawSealImage(await optionsOf(args));
  const isSvg = args.out.toLowerCase().endsWith('.svg');
  await writeOutput(args.out, isSvg ? utf8(image.svg) : image.png, args);
}

async function optionsOf(args: DrawArguments): Promise<SealImageOptions> {
  const fonts = [];
  for (const path of args.font) fonts.push({ bytes: await readNamed('--font', path) });
  const { dpi, color } = args;
  const common = {
    font: loadFontChain(fonts),
    ...(dpi === undefined ? {} : { dpi }),
    ...(color === undefined ? {} : { color }),
  };
  switch (args.kind) {
    case 'round':
      return {
        kind: 'round',
        ...common,
        name: named(args),
        centre: await centreOf(args),
        ...(args.diameter === undefined ? {} : { diameterMm: args.diameter }),
        ...(args.lower === undefined ? {} : { lowerText: args.lower }),
        ...(args.code === undefined ? {} : { code: args.code }),
      };
    case 'oval':
      return {
        kind: 'oval',
        ...common,
        name: named(args),
        ...(args.width === undefined ? {} : { widthMm: args.width }),
        ...(args.height === undefined ? {} : { heightMm: args.height }),
        ...(args.middle === undefined ? {} : { middleText: args.middle }),
        ...(args.lower === undefined ? {} : { lowerText: args.lower }),
      };
    case 'rectangle':
      return {
        kind: 'rectangle',
        ...common,
        lines: args.line ?? [named(args)],
        widthMm: args.width ?? missing('--width'),
        heightMm: args.height ?? missing('--height'),
      };
    case 'square':
      return {
        kind: 'square',
        ...common,
        name: named(args),
        ...(args.suffix === undefined ? {} : { suffix: args.suffix }),
        ...(args.width === undefined ? {} : { sizeMm: args.width }),
      };
  }
}

const PNG_MAGIC = 0x89;

async function centreOf({ centre, emblem }: DrawArguments): Promise<SealCentre> {
  if (emblem === undefined) return centre;
  const bytes = await readNamed('--emblem', emblem);
  return bytes[0] === PNG_MAGIC ? { png: bytes } : { svgPath: fromUtf8(bytes).trim() };
}

function named({ name }: DrawArguments): string {
  return name ?? missing('--name');
}

function missing(option: string): never {
  throw new YinxinError('ARGUMENT_INVALID', `this kind of seal needs ${option}`, { details: { option } });
}
