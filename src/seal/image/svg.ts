import type { PathCommand } from '../../formats/font/index.ts';

/** The outlines as one SVG path, sized in millimetres; a micrometre is the finest step. */
export function sealSvg(path: readonly PathCommand[], diameter: number, color: string): string {
  const half = diameter / 2;
  const number = (value: number): string => String(Math.round(value * 1000) / 1000 || 0);
  const steps = path.map((step) => {
    const values = step.slice(1) as number[];
    return step[0] + values.map((value, i) => number(i % 2 === 0 ? value + half : half - value)).join(' ');
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${diameter}mm" height="${diameter}mm" viewBox="0 0 ${diameter} ${diameter}">` +
    `<path fill="${color}" d="${steps.join('')}"/></svg>`
  );
}
