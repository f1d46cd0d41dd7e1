import {
  type DarkRun,
  darkRuns,
  type QrEcc,
  type QrPictureOptions,
  qrMatrix,
  qrPng,
  qrSvg,
} from '../../formats/qr/index.ts';
import type { CodeText } from './carrier.ts';

/**
 * How a code becomes modules, as a port: QR (GB/T 18284) by {@link qrSymbology}; GB/T 36905 names Grid Matrix
 * (GB/T 27766), which a caller may bring. Same code, same modules.
 */
export interface CodeSymbology {
  readonly name: string;
  /** A square of modules, `true` is dark, without quiet zone. */
  modules(code: CodeText): boolean[][];
}

/** QR codes of one error correction, level M unless another is given. */
export function qrSymbology(ecc: QrEcc = 'M'): CodeSymbology {
  return { name: `QR ${ecc}`, modules: ({ segments }) => qrMatrix(segments, { ecc }) };
}

/** A code drawn, in the forms that pages and screens take. */
export interface CodeDrawing {
  readonly modules: readonly (readonly boolean[])[];
  /** Dark bars in units of a module from the top left corner, each one module high: for any vector output. */
  readonly bars: readonly DarkRun[];
  png(options?: QrPictureOptions): Uint8Array;
  svg(options?: QrPictureOptions): string;
}

/** Draws a code. QR_TOO_LARGE where it does not fit the symbology. */
export function drawCode(code: CodeText, symbology: CodeSymbology = qrSymbology()): CodeDrawing {
  const modules = symbology.modules(code);
  return {
    modules,
    bars: darkRuns(modules),
    png: (options) => qrPng(modules, options),
    svg: (options) => qrSvg(modules, options),
  };
}
