import type { PathCommand } from '../../formats/font/index.ts';
import { toBase64 } from '../../foundation/core/index.ts';
import type { SealDrawing } from './options.ts';

/** The drawing as SVG, sized in millimetres; a micrometre is the finest step. */
export function sealSvg({ path, widthMm, heightMm, emblem }: SealDrawing, color: string): string {
  const size = `width="${widthMm}mm" height="${heightMm}mm" viewBox="0 0 ${widthMm} ${heightMm}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}>` +
    `<path fill="${color}" d="${pathData(path, widthMm / 2, heightMm / 2)}"/>` +
    `${emblem === undefined ? '' : emblemImage(emblem, widthMm, heightMm)}</svg>`
  );
}

function pathData(path: readonly PathCommand[], x: number, y: number): string {
  const steps = path.map((step) => {
    const values = step.slice(1) as number[];
    return step[0] + values.map((value, i) => number(i % 2 === 0 ? value + x : y - value)).join(' ');
  });
  return steps.join('');
}

function emblemImage(
  { png, sideMm }: NonNullable<SealDrawing['emblem']>,
  width: number,
  height: number,
): string {
  const [x, y] = [number((width - sideMm) / 2), number((height - sideMm) / 2)];
  const side = number(sideMm);
  return `<image x="${x}" y="${y}" width="${side}" height="${side}" href="data:image/png;base64,${toBase64(png)}"/>`;
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000 || 0);
}
