/** Dark modules side by side in one row. */
export interface DarkRun {
  readonly x: number;
  readonly y: number;
  readonly length: number;
}

/** The dark modules as horizontal runs: fewer and gapless shapes for vector output. */
export function darkRuns(matrix: readonly (readonly boolean[])[]): DarkRun[] {
  const runs: DarkRun[] = [];
  for (const [y, row] of matrix.entries()) {
    let x = 0;
    while (x < row.length) {
      let end = x;
      while (row[end]) end++;
      if (end > x) runs.push({ x, y, length: end - x });
      x = end + 1;
    }
  }
  return runs;
}
