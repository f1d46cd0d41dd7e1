import type { FaceFrame, FaceTemplate } from '../template.ts';
import type { DrawnPath, DrawnStep } from './drawing.ts';

const KAPPA = 0.5522847498307936;
/** Half a wave of y = sin x as one cubic: control points as parts of its length, heights of the amplitude. */
const HALF = { x: 0.4244, y: 4 / 3 } as const;
/** A quarter, from the node to the peak. */
const QUARTER = { x1: 0.326, y1: 0.5121, x2: 0.6381 } as const;
/** About the length of one wave, millimetres; each side takes a whole number of them. */
const WAVE = 12;
/** Quarters of a wave by which a strand is shifted, and how far it swings: the smaller ones give depth. */
const STRANDS = [
  { phase: 0, swing: 1 },
  { phase: 1, swing: 1 },
  { phase: 2, swing: 1 },
  { phase: 3, swing: 1 },
  { phase: 0, swing: 0.5 },
  { phase: 2, swing: 0.5 },
] as const;
/** Angles are rounded so that engines whose sines differ in the last digit write the same bytes. */
const STEADY = 1e9;
const ROSETTE_CIRCLES = 48;
const CORNER_CIRCLES = 12;

/** Ground, rosette and woven border of a certificate: plain vectors, no transparency (PDF/A). */
export function frameArt(page: FaceTemplate['page'], frame: FaceFrame): readonly DrawnPath[] {
  const { inset, band, color } = frame;
  const [w, h] = [page.width - 2 * inset, page.height - 2 * inset];
  const amplitude = band * 0.4;
  const half = band / 2;
  const corners = [inset + half, inset + w - half].flatMap((x) =>
    [inset + half, inset + h - half].map((y) => ({ x, y })),
  );
  return [
    { steps: rectangle(inset, inset, w, h), fill: frame.groundColor },
    {
      steps: rosette(page.width / 2, page.height / 2, Math.min(w, h) * 0.2, ROSETTE_CIRCLES),
      stroke: { color: frame.rosetteColor, width: 0.12 },
    },
    {
      steps: [
        ...[inset + half, inset + h - half].flatMap((y) =>
          weave(inset + band, w - 2 * band, amplitude, along(y)),
        ),
        ...[inset + half, inset + w - half].flatMap((x) =>
          weave(inset + band, h - 2 * band, amplitude, down(x)),
        ),
      ],
      stroke: { color, width: 0.13 },
    },
    {
      steps: corners.flatMap(({ x, y }) => rosette(x, y, band * 0.22, CORNER_CIRCLES)),
      stroke: { color, width: 0.12 },
    },
    {
      steps: corners.flatMap(({ x, y }) => rectangle(x - half, y - half, band, band)),
      stroke: { color, width: 0.3 },
    },
    ...[
      [-1.1, 0.25],
      [0, 0.7],
      [band, 0.45],
      [band + 0.9, 0.15],
    ].map(([gap = 0, width = 0]) => ({
      steps: rectangle(inset + gap, inset + gap, w - 2 * gap, h - 2 * gap),
      stroke: { color, width },
    })),
  ];
}

/** The four sides of a rectangle. */
export function rectangle(x: number, y: number, width: number, height: number): DrawnStep[] {
  return [['M', x, y], ['L', x + width, y], ['L', x + width, y + height], ['L', x, y + height], ['Z']];
}

/** Equal circles around a centre, each passing through it. */
function rosette(x: number, y: number, radius: number, circles: number): DrawnStep[] {
  return Array.from({ length: circles }, (_, i) => {
    const angle = (2 * Math.PI * i) / circles;
    const dx = (Math.round(Math.cos(angle) * STEADY) / STEADY) * radius;
    const dy = (Math.round(Math.sin(angle) * STEADY) / STEADY) * radius;
    return circle(x + dx, y + dy, radius);
  }).flat();
}

function circle(x: number, y: number, r: number): DrawnStep[] {
  const k = KAPPA * r;
  return [
    ['M', x + r, y],
    ['C', x + r, y + k, x + k, y + r, x, y + r],
    ['C', x - k, y + r, x - r, y + k, x - r, y],
    ['C', x - r, y - k, x - k, y - r, x, y - r],
    ['C', x + k, y - r, x + r, y - k, x + r, y],
    ['Z'],
  ];
}

/** From a place along a side and a distance off its middle to the page. */
type ToPage = (along: number, off: number) => readonly [x: number, y: number];

const along =
  (y: number): ToPage =>
  (s, d) => [s, y + d];
const down =
  (x: number): ToPage =>
  (s, d) => [x + d, s];

/** Sine waves of shifted phase along one side, from corner to corner. */
function weave(start: number, length: number, amplitude: number, toPage: ToPage): DrawnStep[] {
  const waves = Math.max(1, Math.round(length / WAVE));
  const quarter = length / waves / 4;
  return STRANDS.flatMap(({ phase, swing }) =>
    strand({ start, quarter, quarters: 4 * waves, phase, swing: swing * amplitude, toPage }),
  );
}

interface Strand {
  readonly start: number;
  readonly quarter: number;
  readonly quarters: number;
  readonly phase: number;
  readonly swing: number;
  readonly toPage: ToPage;
}

/** Halves of waves between nodes; a strand that begins at a peak begins and ends with a quarter. */
function strand({ start, quarter, quarters, phase, swing, toPage }: Strand): DrawnStep[] {
  const odd = phase % 2;
  let side = phase < 2 ? swing : -swing;
  const steps: DrawnStep[] = [['M', ...toPage(start, odd * side)]];
  const curve = (
    at: number,
    length: number,
    points: readonly [number, number, number, number, number, number],
  ): void => {
    const [x1, y1, x2, y2, x3, y3] = points;
    const place = (x: number, y: number): readonly [number, number] => toPage(at + x * length, y * side);
    steps.push(['C', ...place(x1, y1), ...place(x2, y2), ...place(x3, y3)]);
  };
  if (odd === 1) curve(start, quarter, [1 - QUARTER.x2, 1, 1 - QUARTER.x1, QUARTER.y1, 1, 0]);
  for (let i = odd; i + 2 <= quarters; i += 2) {
    if (i > 0) side = -side;
    curve(start + i * quarter, 2 * quarter, [HALF.x, HALF.y, 1 - HALF.x, HALF.y, 1, 0]);
  }
  if (odd === 1) {
    side = -side;
    curve(start + (quarters - 1) * quarter, quarter, [QUARTER.x1, QUARTER.y1, QUARTER.x2, 1, 1, 1]);
  }
  return steps;
}
