import { type FontChain, type PathCommand, transformPath } from '../../formats/font/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { ROUND } from './round-measures.ts';
import { direction } from './shapes.ts';
import { DESCENT, ems } from './text-line.ts';

/** Height of a digit, and what one takes along the rim, in fractions of the diameter (42 mm: 1.5 mm, 1.15 mm). */
const HEIGHT = 1.5 / 42;
const PITCH = 1.15 / 42;
/** Half of the arc the number may take: the name ends above it. */
const HALF_ARC = 0.62;
/** Width to height of a digit at least. */
const NARROWEST = 0.6;

/** Height of the band along the rim that the number takes, as a fraction of the diameter. */
export const CODE_BAND: number = HEIGHT + 0.3 / 42;

/** The number along the lower rim, upright and read from left to right. TEXT_OVERFLOW, ARGUMENT_INVALID. */
export function rimCode(font: FontChain, code: string, diameter: number): PathCommand[] {
  if (!/^[0-9A-Za-z]{1,32}$/.test(code)) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'the number of a seal is of digits and Latin letters, 32 at most',
    );
  }
  const glyphs = font.glyphs(code, 'seal number');
  const height = HEIGHT * diameter;
  // The feet of the digits stand towards the ring.
  const radius = diameter * (0.5 - ROUND.ring - 0.45 / 42);
  const perEm = Math.min(((PITCH * diameter) / radius) * 1.8, (2 * HALF_ARC) / ems(glyphs));
  const width = Math.min(1, (perEm * (radius - height)) / height);
  if (width < NARROWEST) {
    throw new YinxinError('TEXT_OVERFLOW', 'the number of the seal is too long for its rim', {
      details: { box: 'seal number', characters: code.length },
    });
  }
  let angle = -(ems(glyphs) * perEm) / 2;
  return glyphs.flatMap((glyph) => {
    const { x: sin, y: cos } = direction(angle + (glyph.advance * perEm) / 2);
    angle += glyph.advance * perEm;
    const [sx, sy] = [width * height, height];
    const dx = (-glyph.advance / 2) * sx;
    const foot = -(radius - DESCENT * height);
    // Turned counter-clockwise by the angle from the lowest point; up is towards the centre.
    const e = dx * cos - foot * sin;
    const f = dx * sin + foot * cos;
    return transformPath(glyph.face.outline(glyph.glyph), [sx * cos, sx * sin, -sy * sin, sy * cos, e, f]);
  });
}
