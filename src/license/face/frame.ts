import type { PdfContent } from './pdf-content.ts';
import { pdfNumber, rgb } from './pdf-syntax.ts';
import type { FaceFrame, FaceTemplate } from './template.ts';

const KAPPA = 0.5522847498307936;
/** A quarter of y = sin x as one cubic: control points as parts of the quarter wave, heights of the amplitude. */
const QUARTER = { x1: 0.326, y1: 0.5121, x2: 0.6381 } as const;
const STRANDS = 6;
/** About the length of one wave, millimetres; each side takes a whole number of them. */
const WAVE = 9;
// Angles are rounded so that engines whose sines differ in the last digit write the same bytes.
const STEADY = 1e9;

/** Ground, rosette and woven border of a certificate: vectors only, no transparency (PDF/A). */
export function drawFrame(content: PdfContent, page: FaceTemplate['page'], frame: FaceFrame): void {
  const { inset, band, color } = frame;
  const [w, h] = [page.width - 2 * inset, page.height - 2 * inset];
  content.add('q', `${rgb(frame.groundColor)} rg ${content.rectangle(inset, inset, w, h)} f`);
  content.add(`${rgb(frame.rosetteColor)} RG ${content.length(0.12)} w`);
  rosette(content, page.width / 2, page.height / 2, Math.min(w, h) * 0.2, 72);
  content.add(`${rgb(color)} RG ${content.length(0.13)} w`);
  weave(content, inset + band, inset + band / 2, w - 2 * band, band * 0.42, true);
  weave(content, inset + band, inset + h - band / 2, w - 2 * band, band * 0.42, true);
  weave(content, inset + band, inset + band / 2, h - 2 * band, band * 0.42, false);
  weave(content, inset + band, inset + w - band / 2, h - 2 * band, band * 0.42, false);
  corners(content, inset, band, w, h);
  rules(content, inset, band, w, h);
  content.add('Q');
}

function rules(content: PdfContent, inset: number, band: number, w: number, h: number): void {
  const rule = (gap: number, width: number): void => {
    const box = content.rectangle(inset + gap, inset + gap, w - 2 * gap, h - 2 * gap);
    content.add(`${content.length(width)} w ${box} S`);
  };
  rule(-1.1, 0.25);
  rule(0, 0.7);
  rule(band, 0.45);
  rule(band + 0.9, 0.15);
}

function corners(content: PdfContent, inset: number, band: number, w: number, h: number): void {
  const half = band / 2;
  for (const x of [inset + half, inset + w - half]) {
    for (const y of [inset + half, inset + h - half]) {
      content.add(`${content.length(0.12)} w`);
      rosette(content, x, y, band * 0.22, 14);
      content.add(`${content.length(0.3)} w ${content.rectangle(x - half, y - half, band, band)} S`);
    }
  }
}

/** Equal circles around a centre, each passing through it. */
function rosette(content: PdfContent, x: number, y: number, radius: number, circles: number): void {
  for (let i = 0; i < circles; i++) {
    const angle = (2 * Math.PI * i) / circles;
    const dx = (Math.round(Math.cos(angle) * STEADY) / STEADY) * radius;
    const dy = (Math.round(Math.sin(angle) * STEADY) / STEADY) * radius;
    circle(content, x + dx, y + dy, radius);
  }
}

function circle(content: PdfContent, x: number, y: number, r: number): void {
  const k = KAPPA * r;
  const point = (dx: number, dy: number): string => `${content.x(x + dx)} ${content.y(y + dy)}`;
  content.add(
    `${point(r, 0)} m ${point(r, k)} ${point(k, r)} ${point(0, r)} c ${point(-k, r)} ${point(-r, k)} ${point(-r, 0)} c ` +
      `${point(-r, -k)} ${point(-k, -r)} ${point(0, -r)} c ${point(k, -r)} ${point(r, -k)} ${point(r, 0)} c S`,
  );
}

/** Sine waves of shifted phase along one side: whole copies of one tile, from `start`, around `middle`. */
function weave(
  content: PdfContent,
  start: number,
  middle: number,
  length: number,
  amplitude: number,
  horizontal: boolean,
): void {
  const waves = Math.round(length / WAVE);
  const tile = content.form('Weave', weaveTile(content, amplitude));
  const stretch = pdfNumber(length / waves / WAVE);
  const [across, breadth] = [middle - amplitude * 1.2, amplitude * 2.4];
  const clip = horizontal
    ? content.rectangle(start, across, length, breadth)
    : content.rectangle(across, start, breadth, length);
  content.add('q', `${clip} W n`);
  // The shifted strands of a tile reach into the next: one tile more fills the beginning.
  for (let wave = -1; wave < waves; wave++) {
    const at = start + (wave * length) / waves;
    const matrix = horizontal
      ? `${stretch} 0 0 1 ${content.x(at)} ${content.y(middle)}`
      : `0 -${stretch} 1 0 ${content.x(middle)} ${content.y(at)}`;
    content.add(`q ${matrix} cm /${tile} Do Q`);
  }
  content.add('Q');
}

function weaveTile(content: PdfContent, amplitude: number): { box: string; operators: string } {
  const reach = content.length(amplitude * 1.2);
  const strands = Array.from({ length: STRANDS }, (_, strand) => {
    // Half of the strands swing less, which gives the weave its depth.
    const swing = strand % 2 === 0 ? amplitude : amplitude * 0.55;
    return sine(content, (WAVE * strand) / STRANDS, swing);
  });
  return { box: `-1 -${reach} ${content.length(WAVE * 2)} ${reach}`, operators: strands.join('\n') };
}

/** One wave from `first` on, as four cubics. */
function sine(content: PdfContent, first: number, swing: number): string {
  const quarter = WAVE / 4;
  const point = (s: number, d: number): string => `${content.length(s)} ${content.length(d)}`;
  const steps = [`${point(first, 0)} m`];
  const { x1, y1, x2 } = QUARTER;
  for (let i = 0; i < 4; i++) {
    const s = first + i * quarter;
    const side = i < 2 ? swing : -swing;
    steps.push(
      i % 2 === 0
        ? `${point(s + x1 * quarter, y1 * side)} ${point(s + x2 * quarter, side)} ${point(s + quarter, side)} c`
        : `${point(s + (1 - x2) * quarter, side)} ${point(s + (1 - x1) * quarter, y1 * side)} ${point(s + quarter, 0)} c`,
    );
  }
  return `${steps.join(' ')} S`;
}
