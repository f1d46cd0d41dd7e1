import { type FontChain, type PathCommand, transformPath } from '../../formats/font/index.ts';
import { encodePng } from '../../formats/png/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { rasterise } from './rasterise.ts';
import { lowerLine, nameOnArc, ROUND } from './round-layout.ts';
import { ring, star } from './shapes.ts';
import { sealSvg } from './svg.ts';

/** What stands in the centre: 五角星, nothing, or an emblem the caller may lawfully use. */
export type SealCentre =
  | 'star'
  | 'none'
  | {
      /** Filled outline, millimetres, y upwards, origin at the centre of the seal. */
      readonly path: readonly PathCommand[];
    };

export interface SealImageOptions {
  readonly kind: 'round';
  /** The full lawful name; it runs along the upper arc. */
  readonly name: string;
  /** 国发〔1999〕25号: 42 (default), 45, 50 or 60 mm by rank; 20 to 60 is accepted. */
  readonly diameterMm?: number;
  /** A horizontal line below the centre, such as 审批专用章. */
  readonly lowerText?: string;
  readonly centre?: SealCentre;
  /** 宋体 by convention. */
  readonly font: FontChain;
  /** Default 300. */
  readonly dpi?: number;
  /** `#rrggbb`, default a seal red. */
  readonly color?: string;
}

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
 * Draws a round seal: ring, name on the upper arc in the font's outlines, centre, lower text.
 * The same input gives the same bytes. The picture alone proves nothing: it must be signed into a seal.
 * Throws ARGUMENT_INVALID, GLYPH_MISSING, and TEXT_OVERFLOW when a text cannot be engraved at this diameter.
 */
export function drawSealImage(options: SealImageOptions): SealImage {
  const { diameterMm = 42, dpi = 300, color = SEAL_RED } = options;
  checkOptions(options, diameterMm, dpi, color);
  const path = roundSeal(options, diameterMm);
  const rgba = paint(path, diameterMm, dpi, color);
  return {
    png: encodePng({ ...rgba, kind: 'rgba', dpi }),
    svg: sealSvg(path, diameterMm, color),
    rgba,
    widthMm: diameterMm,
    heightMm: diameterMm,
  };
}

function checkOptions(options: SealImageOptions, diameterMm: number, dpi: number, color: string): void {
  const rules: readonly [boolean, string][] = [
    [options.kind === 'round', 'kind must be round'],
    [options.name !== '', 'a seal needs a name'],
    [diameterMm >= 20 && diameterMm <= 60, 'diameterMm must lie between 20 and 60'],
    [dpi >= 72 && dpi <= 1200, 'dpi must lie between 72 and 1200'],
    [/^#[0-9a-f]{6}$/i.test(color), 'color must look like #e60012'],
  ];
  const problem = rules.find(([holds]) => !holds)?.[1];
  if (problem !== undefined) throw new YinxinError('ARGUMENT_INVALID', problem);
}

/** All outlines of the seal, filled together. Millimetres, origin at the centre, y upwards. */
function roundSeal(options: SealImageOptions, diameter: number): PathCommand[] {
  const { lowerText = '', centre = 'star', font, name } = options;
  return [
    ...ring(diameter / 2, diameter * ROUND.ring),
    ...nameOnArc(font, name, diameter, lowerText !== ''),
    ...(centre === 'star' ? star(diameter * ROUND.starRadius) : centre === 'none' ? [] : centre.path),
    ...(lowerText === '' ? [] : lowerLine(font, lowerText, diameter)),
  ];
}

function paint(
  path: readonly PathCommand[],
  diameter: number,
  dpi: number,
  color: string,
): SealImage['rgba'] {
  const size = Math.round((diameter / MM_PER_INCH) * dpi);
  const scale = size / diameter;
  const coverage = rasterise(transformPath(path, [scale, 0, 0, -scale, size / 2, size / 2]), size, size);
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as [
    number,
    number,
    number,
  ];
  const data = new Uint8Array(size * size * 4);
  for (let i = 0; i < coverage.length; i++) {
    data[4 * i] = red;
    data[4 * i + 1] = green;
    data[4 * i + 2] = blue;
    data[4 * i + 3] = coverage[i] as number;
  }
  return { width: size, height: size, data };
}
