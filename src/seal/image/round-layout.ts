import { type FontChain, type PathCommand, type TextGlyph, transformPath } from '../../formats/font/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import { ROUND } from './round-measures.ts';
import { direction } from './shapes.ts';
import { DESCENT, ems } from './text-line.ts';

/** Half of the arc the name may take, from the top: less when a line of text stands below the centre. */
const HALF_ARC = { plain: 2.4, withLower: 2.03 } as const;
/** Characters of a short name stand at most this far apart (radians, 32 degrees). */
const LOOSEST = 0.56;
/** Width to height of a character: square at most, as narrow as engravers go at least. */
const WIDEST = 0.95;
const PREFERRED_NARROWEST = 0.66;
const NARROWEST = 0.36;
/** Part of its angular place that a character fills at the inner rim of the band. */
const FILL = 0.9;

interface Band {
  readonly outer: number;
  readonly height: number;
  /** Radians for one em of advance. */
  readonly pitch: number;
  readonly widthRatio: number;
}

/** The name in outlines along the upper arc, each character upright to the centre. Millimetres, origin at the centre. */
export function nameOnArc(
  font: FontChain,
  name: string,
  diameter: number,
  withLower: boolean,
): PathCommand[] {
  const glyphs = font.glyphs(name, 'seal name');
  const band = chooseBand(glyphs, diameter, withLower ? HALF_ARC.withLower : HALF_ARC.plain);
  let angle = (-ems(glyphs) * band.pitch) / 2;
  return glyphs.flatMap((glyph) => {
    const centre = angle + (glyph.advance * band.pitch) / 2;
    angle += glyph.advance * band.pitch;
    return placeOnArc(glyph, centre, band);
  });
}

/** Tall characters first; they get lower, then narrower, as the name gets longer. */
function chooseBand(glyphs: readonly TextGlyph[], diameter: number, halfArc: number): Band {
  const outer = diameter * (0.5 - ROUND.ring - ROUND.nameGap);
  const pitch = Math.min(LOOSEST, (2 * halfArc) / Math.max(1, ems(glyphs)));
  const { most, least } = ROUND.nameHeight;
  let band: Band | undefined;
  for (let step = 0; step <= 30; step++) {
    const height = diameter * (most + ((least - most) * step) / 30);
    const widthRatio = Math.min(WIDEST, (pitch * (outer - height) * FILL) / height);
    band = { outer, height, pitch, widthRatio };
    if (widthRatio >= PREFERRED_NARROWEST) return band;
  }
  if (band === undefined || band.widthRatio < NARROWEST) {
    throw new YinxinError(
      'TEXT_OVERFLOW',
      'the seal name is too long for this diameter; use its short form',
      {
        details: { box: 'seal name', characters: glyphs.length },
      },
    );
  }
  return band;
}

function placeOnArc(glyph: TextGlyph, angle: number, band: Band): PathCommand[] {
  const { x: sin, y: cos } = direction(angle);
  const [sx, sy] = [band.widthRatio * band.height, band.height];
  const dx = -glyph.advance / 2;
  const radius = band.outer - band.height + DESCENT * band.height;
  // Scale, centre on the advance, lift to the radius, then turn clockwise by the angle.
  const e = dx * sx * cos + radius * sin;
  const f = -dx * sx * sin + radius * cos;
  return transformPath(glyph.face.outline(glyph.glyph), [sx * cos, -sx * sin, sy * sin, sy * cos, e, f]);
}

/** The horizontal line below the centre; `rimBand` is kept free along the rim, as a fraction of the diameter. */
export function lowerLine(font: FontChain, text: string, diameter: number, rimBand: number): PathCommand[] {
  const glyphs = font.glyphs(text, 'seal lower text');
  const width = ems(glyphs);
  const { most, least } = ROUND.lowerHeight;
  for (let step = 0; step <= 20; step++) {
    const height = diameter * (most + ((least - most) * step) / 20);
    const lowest = -ROUND.lowerCentre * diameter + height / 2;
    const radius = diameter * (0.5 - ROUND.ring - Math.max(ROUND.nameGap, rimBand + 0.45 / 42));
    const chord = 2 * Math.sqrt(Math.max(0, radius * radius - lowest * lowest)) * 0.96;
    const ratio = Math.min(1, chord / (width * height));
    if (ratio >= 0.72) return placeOnLine(glyphs, height, ratio, diameter);
  }
  throw new YinxinError('TEXT_OVERFLOW', 'the lower text of the seal is too long; shorten it', {
    details: { box: 'seal lower text', characters: glyphs.length },
  });
}

function placeOnLine(
  glyphs: readonly TextGlyph[],
  height: number,
  ratio: number,
  diameter: number,
): PathCommand[] {
  const baseline = ROUND.lowerCentre * diameter - height * (0.5 - DESCENT);
  let x = (-ems(glyphs) * height * ratio) / 2;
  return glyphs.flatMap((glyph) => {
    const at = x;
    x += glyph.advance * height * ratio;
    return transformPath(glyph.face.outline(glyph.glyph), [height * ratio, 0, 0, height, at, baseline]);
  });
}
