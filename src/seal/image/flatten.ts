import type { PathCommand } from '../../formats/font/index.ts';

/** Straight edges of a path. Every contour is closed, as filling demands. */
export function flatten(
  path: readonly PathCommand[],
  edge: (x0: number, y0: number, x1: number, y1: number) => void,
): void {
  let [startX, startY, x, y] = [0, 0, 0, 0];
  const lineTo = (nextX: number, nextY: number): void => {
    edge(x, y, nextX, nextY);
    x = nextX;
    y = nextY;
  };
  for (const step of path) {
    switch (step[0]) {
      case 'M':
        lineTo(startX, startY);
        [startX, startY] = [step[1], step[2]];
        [x, y] = [startX, startY];
        break;
      case 'L':
        lineTo(step[1], step[2]);
        break;
      case 'Q':
        quadratic(x, y, step, lineTo);
        break;
      case 'C':
        cubic(x, y, step, lineTo);
        break;
      case 'Z':
        lineTo(startX, startY);
        break;
    }
  }
  lineTo(startX, startY);
}

/** Pieces of a curve so that the chord stays within about a fiftieth of a pixel. */
function pieces(bend: number): number {
  return Math.min(64, Math.max(1, Math.ceil(Math.sqrt(bend * 6))));
}

function quadratic(
  x: number,
  y: number,
  [, cx, cy, ex, ey]: readonly ['Q', number, number, number, number],
  lineTo: (x: number, y: number) => void,
): void {
  const n = pieces(Math.abs(x - 2 * cx + ex) + Math.abs(y - 2 * cy + ey));
  for (let i = 1; i < n; i++) {
    const t = i / n;
    const u = 1 - t;
    lineTo(u * u * x + 2 * u * t * cx + t * t * ex, u * u * y + 2 * u * t * cy + t * t * ey);
  }
  lineTo(ex, ey);
}

function cubic(
  x: number,
  y: number,
  [, ax, ay, bx, by, ex, ey]: readonly ['C', number, number, number, number, number, number],
  lineTo: (x: number, y: number) => void,
): void {
  const bendA = Math.abs(x - 2 * ax + bx) + Math.abs(y - 2 * ay + by);
  const bendB = Math.abs(ax - 2 * bx + ex) + Math.abs(ay - 2 * by + ey);
  const n = pieces(3 * Math.max(bendA, bendB));
  for (let i = 1; i < n; i++) {
    const t = i / n;
    const u = 1 - t;
    const [p, q, r, s] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    lineTo(p * x + q * ax + r * bx + s * ex, p * y + q * ay + r * by + s * ey);
  }
  lineTo(ex, ey);
}
