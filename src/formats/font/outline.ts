/** One step of an outline, y upwards, in the units its function names. Q is a quadratic, C a cubic curve. */
export type PathCommand =
  | readonly ['M' | 'L', number, number]
  | readonly ['Q', number, number, number, number]
  | readonly ['C', number, number, number, number, number, number]
  | readonly ['Z'];

/** An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** The outline under the map. */
export function transformPath(path: readonly PathCommand[], [a, b, c, d, e, f]: Affine): PathCommand[] {
  const at = (x: number, y: number): [number, number] => [a * x + c * y + e, b * x + d * y + f];
  return path.map((step) => {
    if (step[0] === 'Z') return step;
    if (step[0] === 'Q') return ['Q', ...at(step[1], step[2]), ...at(step[3], step[4])];
    if (step[0] === 'C')
      return ['C', ...at(step[1], step[2]), ...at(step[3], step[4]), ...at(step[5], step[6])];
    return [step[0], ...at(step[1], step[2])];
  });
}
