import { type FontChain, type PathCommand, type TextGlyph, transformPath } from '../../formats/font/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import type { OvalSealOptions, SealDrawing } from './options.ts';
import { ovalRing } from './shapes.ts';
import { DESCENT, ems, textLine } from './text-line.ts';

/** Millimetres on a seal of 40 × 30; other sizes scale by their height. */
const RING = 1;
const GAP = 1;
const NAME = { most: 4.2, least: 2.6, narrowest: 0.4, preferred: 0.66 } as const;
/** Where the name ends, as an angle of the ellipse from the top: above the middle line, if there is one. */
const HALF_ARC = { plain: 1.92, withMiddle: 1.17 } as const;
/** Characters of a short name stand at most this far apart, in their heights. */
const LOOSEST = 1.35;

/** An oval seal: ring, name along the upper arc, a line through the middle, one below. */
export function ovalSeal(options: OvalSealOptions): SealDrawing {
  const { widthMm = 40, heightMm = 30, font, name, middleText = '', lowerText = '' } = options;
  const unit = heightMm / 30;
  const halfArc = middleText === '' ? HALF_ARC.plain : HALF_ARC.withMiddle;
  const middle = {
    x: 0,
    y: 0,
    width: widthMm - 15 * unit,
    most: 3.7 * unit,
    least: 2 * unit,
    narrowest: 0.5,
  };
  const lower = {
    x: 0,
    y: -7.6 * unit,
    width: widthMm - 18 * unit,
    most: 4.6 * unit,
    least: 2.6 * unit,
    narrowest: 0.5,
  };
  return {
    widthMm,
    heightMm,
    path: [
      ...ovalRing(widthMm / 2, heightMm / 2, RING * unit),
      ...nameOnOval(font, name, { width: widthMm, height: heightMm, halfArc }),
      ...(middleText === '' ? [] : textLine(font, middleText, middle, 'seal middle line')),
      ...(lowerText === '' ? [] : textLine(font, lowerText, lower, 'seal lower text')),
    ],
  };
}

/** Points of the ellipse that the feet of the name stand on, with the length of the arc from the top. */
interface ArcPoint {
  readonly x: number;
  readonly y: number;
  /** Unit normal, outwards. */
  readonly nx: number;
  readonly ny: number;
  readonly length: number;
}

interface NameOval {
  readonly width: number;
  readonly height: number;
  readonly halfArc: number;
}

function nameOnOval(font: FontChain, name: string, { width, height, halfArc }: NameOval): PathCommand[] {
  const glyphs = font.glyphs(name, 'seal name');
  const unit = height / 30;
  const total = Math.max(ems(glyphs), 1e-6);
  for (let step = 0; step <= 20; step++) {
    const tall = unit * (NAME.most + ((NAME.least - NAME.most) * step) / 20);
    const inset = (RING + GAP) * unit + tall * (1 - DESCENT);
    const arc = arcPoints(width / 2 - inset, height / 2 - inset, halfArc);
    const room = arc.at(-1)!.length * 2;
    // Along the feet of the characters, where they stand closest.
    const pitch = Math.min(LOOSEST * tall, room / total);
    const ratio = Math.min(0.95, (pitch * 0.92) / tall);
    if (ratio >= (step === 20 ? NAME.narrowest : NAME.preferred)) {
      return onArc(glyphs, arc, pitch, tall, ratio);
    }
  }
  throw new YinxinError('TEXT_OVERFLOW', 'the name is too long for this oval; use its short form', {
    details: { box: 'seal name', characters: glyphs.length },
  });
}

function onArc(
  glyphs: readonly TextGlyph[],
  arc: readonly ArcPoint[],
  pitch: number,
  tall: number,
  ratio: number,
): PathCommand[] {
  let at = (-ems(glyphs) * pitch) / 2;
  return glyphs.flatMap((glyph) => {
    const { x, y, nx, ny } = pointAt(arc, at + (glyph.advance * pitch) / 2);
    at += glyph.advance * pitch;
    const sx = ratio * tall;
    const dx = (-glyph.advance / 2) * sx;
    // Right is the normal turned clockwise.
    return transformPath(glyph.face.outline(glyph.glyph), [
      sx * ny,
      -sx * nx,
      tall * nx,
      tall * ny,
      x + dx * ny,
      y - dx * nx,
    ]);
  });
}

const STEPS = 2000;
// Sine and cosine may differ in the last digit between engines; this keeps pictures equal to the byte.
const STEADY = 1e9;
const steady = (value: number): number => Math.round(value * STEADY) / STEADY;

/** The right half of the upper arc, from the top. */
function arcPoints(a: number, b: number, halfArc: number): ArcPoint[] {
  const out: ArcPoint[] = [];
  let length = 0;
  for (let i = 0; i <= STEPS; i++) {
    const angle = (halfArc * i) / STEPS;
    const [sin, cos] = [steady(Math.sin(angle)), steady(Math.cos(angle))];
    const [x, y] = [a * sin, b * cos];
    const before = out.at(-1);
    if (before !== undefined) length += Math.sqrt((x - before.x) ** 2 + (y - before.y) ** 2);
    const [gx, gy] = [b * sin, a * cos];
    const norm = Math.sqrt(gx * gx + gy * gy);
    out.push({ x, y, nx: gx / norm, ny: gy / norm, length });
  }
  return out;
}

/** The point that far along the arc; to the left of the top where negative. */
function pointAt(arc: readonly ArcPoint[], length: number): ArcPoint {
  const away = Math.abs(length);
  const found = arc.find((point) => point.length >= away) ?? arc.at(-1)!;
  return length < 0 ? { ...found, x: -found.x, nx: -found.nx } : found;
}
