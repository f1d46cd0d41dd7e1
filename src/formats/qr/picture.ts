import { YinxinError } from '../../foundation/core/index.ts';
import { encodePng } from '../png/index.ts';
import { darkRuns } from './runs.ts';

export interface QrPictureOptions {
  /** Pixels (SVG: user units) per module. Default 8. */
  readonly scale?: number;
  /** Quiet zone in modules. Default 4, which ISO/IEC 18004 demands; less is for callers who frame it themselves. */
  readonly margin?: number;
}

/** A QR matrix as a 1-bit PNG, black on white. Deterministic. */
export function qrPng(matrix: readonly (readonly boolean[])[], options: QrPictureOptions = {}): Uint8Array {
  const { scale, margin } = checkedOptions(options);
  const size = (matrix.length + 2 * margin) * scale;
  const data = new Uint8Array(size * size).fill(1);
  for (const run of darkRuns(matrix)) {
    const left = (run.x + margin) * scale;
    for (let y = (run.y + margin) * scale, rows = scale; rows > 0; rows--, y++) {
      data.fill(0, y * size + left, y * size + left + run.length * scale);
    }
  }
  return encodePng({ width: size, height: size, kind: 'bit', data });
}

/** A QR matrix as SVG: one path of horizontal runs on a white square. */
export function qrSvg(matrix: readonly (readonly boolean[])[], options: QrPictureOptions = {}): string {
  const { scale, margin } = checkedOptions(options);
  const modules = matrix.length + 2 * margin;
  const path = darkRuns(matrix)
    .map((run) => `M${run.x + margin} ${run.y + margin}h${run.length}v1h-${run.length}z`)
    .join('');
  const size = modules * scale;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${modules} ${modules}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${modules}v${modules}H0z"/><path d="${path}"/></svg>`
  );
}

function checkedOptions({ scale = 8, margin = 4 }: QrPictureOptions): { scale: number; margin: number } {
  const whole = Number.isInteger(scale) && Number.isInteger(margin);
  if (!whole || scale < 1 || scale > 64 || margin < 0 || margin > 64) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      'scale is a whole number 1 to 64, margin a whole number 0 to 64',
    );
  }
  return { scale, margin };
}
