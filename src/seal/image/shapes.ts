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

function ellipse(rx: number, ry: number, turn: 1 | -1): PathCommand[] {
  const [kx, ky] = [KAPPA * rx, KAPPA * ry];
  const s = turn;
  return [
    ['M', rx, 0],
    ['C', rx, s * ky, kx, s * ry, 0, s * ry],
    ['C', -kx, s * ry, -rx, s * ky, -rx, 0],
    ['C', -rx, -s * ky, -kx, -s * ry, 0, -s * ry],
    ['C', kx, -s * ry, rx, -s * ky, rx, 0],
    ['Z'],
  ];
}

/** A ring around the origin: the inner circle turns the other way, so that it is left out. */
export function ring(outerRadius: number, width: number): PathCommand[] {
  return ovalRing(outerRadius, outerRadius, width);
}

/** An oval ring around the origin. */
export function ovalRing(outerX: number, outerY: number, width: number): PathCommand[] {
  return [...ellipse(outerX, outerY, 1), ...ellipse(outerX - width, outerY - width, -1)];
}

/** A rectangular frame around the origin. */
export function frame(width: number, height: number, border: number): PathCommand[] {
  const [x, y] = [width / 2, height / 2];
  const [u, v] = [x - border, y - border];
  return [
    ['M', -x, -y],
    ['L', x, -y],
    ['L', x, y],
    ['L', -x, y],
    ['Z'],
    ['M', -u, -v],
    ['L', -u, v],
    ['L', u, v],
    ['L', u, -v],
    ['Z'],
  ];
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
