import { transformPath } from '../../formats/font/index.ts';
import { encodePng } from '../../formats/png/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { addInk, centreOutline, type Ink, inkOf, inkPng } from './emblem.ts';
import type { RoundSealOptions, SealDrawing, SealImageOptions } from './options.ts';
import { ovalSeal } from './oval-layout.ts';
import { rasterise } from './rasterise.ts';
import { rectangleSeal, squareSeal } from './rectangle-layout.ts';
import { CODE_BAND, rimCode } from './rim-code.ts';
import { lowerLine, nameOnArc } from './round-layout.ts';
import { ROUND } from './round-measures.ts';
import { ring } from './shapes.ts';
import { sealSvg } from './svg.ts';

/** The picture of a seal, exact in millimetres. */
export interface SealImage {
  /** RGBA with a transparent ground and its size in pHYs. */
  readonly png: Uint8Array;
  readonly svg: string;
  readonly rgba: { readonly width: number; readonly height: number; readonly data: Uint8Array };
  readonly widthMm: number;
  readonly heightMm: number;
}

const MM_PER_INCH = 25.4;
const SEAL_RED = '#e60012';

/**
 * Draws a seal in the font's outlines: round (ring, name on the upper arc, centre, lower text, number on the rim), oval
 * (invoice seals), rectangular, or square (personal seals). The same input gives the same bytes. The picture alone
 * proves nothing: it must be signed into a seal. Not checked: whether anybody may lawfully use the name or emblem.
 * Throws ARGUMENT_INVALID, GLYPH_MISSING, IMAGE_INVALID (the emblem), and TEXT_OVERFLOW when a text cannot be engraved
 * at this size.
 */
export function drawSealImage(options: SealImageOptions): SealImage {
  const { dpi = 300, color = SEAL_RED } = options;
  checkOptions(options, dpi, color);
  const rgb = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as [number, number, number];
  const ink = emblemOf(options);
  const drawing = drawn(options);
  const { widthMm, heightMm } = drawing;
  const rgba = paint(drawing, dpi, rgb, ink);
  const emblem =
    ink === undefined ? undefined : { png: inkPng(squared(ink), rgb), sideMm: emblemSide(widthMm) };
  return {
    png: encodePng({ ...rgba, kind: 'rgba', dpi }),
    svg: sealSvg(emblem === undefined ? drawing : { ...drawing, emblem }, color),
    rgba,
    widthMm,
    heightMm,
  };
}

function checkOptions(options: SealImageOptions, dpi: number, color: string): void {
  const rules: readonly [boolean, string][] = [
    [dpi >= 72 && dpi <= 1200, 'dpi must lie between 72 and 1200'],
    [/^#[0-9a-f]{6}$/i.test(color), 'color must look like #e60012'],
    ...rulesOf(options),
  ];
  const problem = rules.find(([holds]) => !holds)?.[1];
  if (problem !== undefined) throw new YinxinError('ARGUMENT_INVALID', problem);
}

function rulesOf(options: SealImageOptions): readonly [boolean, string][] {
  const within = (value: number, least: number, most: number): boolean => value >= least && value <= most;
  switch (options.kind) {
    case 'round':
      return [
        [options.name !== '', 'a seal needs a name'],
        [within(options.diameterMm ?? 42, 20, 60), 'diameterMm must lie between 20 and 60'],
      ];
    case 'oval':
      return [
        [options.name !== '', 'a seal needs a name'],
        [
          within(options.widthMm ?? 40, 20, 60) && within(options.heightMm ?? 30, 15, 60),
          'an oval seal is 20 to 60 mm wide and 15 to 60 mm high',
        ],
      ];
    case 'rectangle':
      return [
        [within(options.lines.length, 1, 6), 'a rectangular seal has one to six lines'],
        [options.lines.every((line) => line !== ''), 'a line of the seal is empty'],
        [
          within(options.widthMm, 10, 100) && within(options.heightMm, 10, 100),
          'a rectangular seal is 10 to 100 mm wide and high',
        ],
      ];
    case 'square':
      return [[within(options.sizeMm ?? 20, 10, 40), 'sizeMm must lie between 10 and 40']];
    default:
      return [[false, 'kind must be round, oval, rectangle or square']];
  }
}

function drawn(options: SealImageOptions): SealDrawing {
  switch (options.kind) {
    case 'round':
      return roundSeal(options);
    case 'oval':
      return ovalSeal(options);
    case 'rectangle':
      return rectangleSeal(options);
    case 'square':
      return squareSeal(options);
  }
}

function roundSeal(options: RoundSealOptions): SealDrawing {
  const { diameterMm: diameter = 42, lowerText = '', code = '', centre = 'star', font, name } = options;
  return {
    widthMm: diameter,
    heightMm: diameter,
    path: [
      ...ring(diameter / 2, diameter * ROUND.ring),
      ...nameOnArc(font, name, diameter, lowerText !== ''),
      ...centreOutline(centre, diameter * ROUND.starRadius),
      ...(lowerText === '' ? [] : lowerLine(font, lowerText, diameter, code === '' ? 0 : CODE_BAND)),
      ...(code === '' ? [] : rimCode(font, code, diameter)),
    ],
  };
}

function emblemOf(options: SealImageOptions): Ink | undefined {
  if (options.kind !== 'round' || typeof options.centre !== 'object' || !('png' in options.centre))
    return undefined;
  return inkOf(options.centre.png);
}

/** The square that lies in the circle of the star. */
function emblemSide(diameter: number): number {
  return diameter * ROUND.starRadius * Math.SQRT2;
}

/** On a square ground, so that the SVG need not know its shape. */
function squared(ink: Ink): Ink {
  const side = Math.max(ink.width, ink.height);
  const coverage = new Uint8Array(side * side);
  const [dx, dy] = [Math.floor((side - ink.width) / 2), Math.floor((side - ink.height) / 2)];
  for (let y = 0; y < ink.height; y++) {
    coverage.set(ink.coverage.subarray(y * ink.width, (y + 1) * ink.width), (y + dy) * side + dx);
  }
  return { width: side, height: side, coverage };
}

function paint(
  { path, widthMm, heightMm }: SealDrawing,
  dpi: number,
  [red, green, blue]: readonly [number, number, number],
  ink: Ink | undefined,
): SealImage['rgba'] {
  const width = Math.round((widthMm / MM_PER_INCH) * dpi);
  const height = Math.round((heightMm / MM_PER_INCH) * dpi);
  const [sx, sy] = [width / widthMm, height / heightMm];
  const coverage = rasterise(transformPath(path, [sx, 0, 0, -sy, width / 2, height / 2]), width, height);
  if (ink !== undefined) addInk(coverage, { width, height }, ink, emblemSide(widthMm) * sx);
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < coverage.length; i++) {
    data[4 * i] = red;
    data[4 * i + 1] = green;
    data[4 * i + 2] = blue;
    data[4 * i + 3] = coverage[i] as number;
  }
  return { width, height, data };
}
