/** A dark bar of a drawn code, y upwards. */
export interface DrawnBar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** ISO/IEC 18004 version 40. */
const MAX_MODULES = 177;
/** Coordinates are rounded to thousandths of a point when they are drawn; a module is never below a point. */
const TOLERANCE = 0.1;

/**
 * Modules of a QR code from the bars that draw it: each bar one module high, on one grid, none over another.
 * Undefined when the bars form no such grid: what is not plainly a code is not read as one.
 */
export function matrixFromRectangles(bars: readonly DrawnBar[]): boolean[][] | undefined {
  const module = bars[0]?.height ?? 0;
  if (!(module > 0)) return undefined;
  const left = Math.min(...extremes(bars, (b) => b.x));
  const right = Math.max(...extremes(bars, (b) => b.x + b.width));
  const top = Math.max(...extremes(bars, (b) => b.y + b.height));
  const size = Math.round((right - left) / module);
  if (size < 21 || size > MAX_MODULES || (size - 17) % 4 !== 0) return undefined;
  const matrix = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const bar of bars) {
    const row = (top - bar.y - bar.height) / module;
    const column = (bar.x - left) / module;
    const length = bar.width / module;
    const onGrid = [row, column, length, bar.height / module - 1].every(
      (n) => Math.abs(n - Math.round(n)) < TOLERANCE,
    );
    if (!onGrid || !fill(matrix, Math.round(row), Math.round(column), Math.round(length))) return undefined;
  }
  return matrix;
}

/** Least and greatest of a measure, without spreading a long list over the stack. */
function extremes(bars: readonly DrawnBar[], measure: (bar: DrawnBar) => number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const bar of bars) {
    low = Math.min(low, measure(bar));
    high = Math.max(high, measure(bar));
  }
  return [low, high];
}

function fill(matrix: boolean[][], row: number, column: number, length: number): boolean {
  const cells = matrix[row];
  if (cells === undefined || length < 1 || column < 0 || column + length > cells.length) return false;
  for (let x = column; x < column + length; x++) {
    if (cells[x]) return false;
    cells[x] = true;
  }
  return true;
}
