import type { PathCommand } from '../../formats/font/index.ts';

/** Control points of a quarter circle lie this far along its tangents. */
const KAPPA = 0.5522847498307936;
/** Inner to outer radius of a regular pentagram: (3 - √5) / 2. */
const STAR_WAIST = 0.38196601125010515;
// Sine and cosine may differ in the last digit between engines; this keeps pictures equal to the byte.
const STEADY = 1e9;

/** Unit vector at an angle clockwise from the top, in radians. */
export function direction(angle: number): { x: number; y: number } {
  return {
    x: Math.round(Math.sin(angle) * STEADY) / STEADY,
    y: Math.round(Math.cos(angle) * STEADY) / STEADY,
  };
}

function circle(radius: number, turn: 1 | -1): PathCommand[] {
  const r = radius;
  const k = KAPPA * r;
  const s = turn;
  return [
    ['M', r, 0],
    ['C', r, s * k, k, s * r, 0, s * r],
    ['C', -k, s * r, -r, s * k, -r, 0],
    ['C', -r, -s * k, -k, -s * r, 0, -s * r],
    ['C', k, -s * r, r, -s * k, r, 0],
    ['Z'],
  ];
}

/** A ring around the origin: the inner circle turns the other way, so that it is left out. */
export function ring(outerRadius: number, width: number): PathCommand[] {
  return [...circle(outerRadius, 1), ...circle(outerRadius - width, -1)];
}

/** 五角星: a regular five-pointed star around the origin, one point up. */
export function star(radius: number): PathCommand[] {
  const points = Array.from({ length: 10 }, (_, i) => {
    const { x, y } = direction((i * Math.PI) / 5);
    const r = i % 2 === 0 ? radius : radius * STAR_WAIST;
    return { x: x * r, y: y * r };
  });
  return [...points.map(({ x, y }, i): PathCommand => [i === 0 ? 'M' : 'L', x, y]), ['Z']];
}
