import { describe, expect, it } from 'vitest';
import { darkRuns, matrixFromRectangles, qrMatrix } from '../../../src/formats/qr/index.ts';

const round = (n: number): number => Math.round(n * 1000) / 1000;
const matrix = qrMatrix('LC1:印信 from bars 0123456789');
const module = 1.2344;
const bars = darkRuns(matrix).map((run) => ({
  x: round(100 + run.x * module),
  y: round(700 - (run.y + 1) * module),
  width: round(run.length * module),
  height: round(module),
}));

describe('a code read back from its bars', () => {
  it('is the code that was drawn', () => {
    expect(matrixFromRectangles(bars)).toEqual(matrix);
  });

  it('is nothing when a bar leaves the grid, lies over another, or is missing at the edge', () => {
    const [first, ...others] = bars as [(typeof bars)[0], ...typeof bars];
    expect(matrixFromRectangles([{ ...first, y: first.y + module / 2 }, ...others])).toBeUndefined();
    expect(matrixFromRectangles([...bars, first])).toBeUndefined();
    expect(matrixFromRectangles([...bars, { ...first, x: first.x + 60 * module }])).toBeUndefined();
    expect(matrixFromRectangles([])).toBeUndefined();
    expect(matrixFromRectangles([first])).toBeUndefined();
  });
});
