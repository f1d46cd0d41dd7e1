import { YinxinError } from '../../foundation/core/index.ts';

/** A picture as RGBA, rows from the top. */
export interface QrPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const MAX_PIXELS = 16 * 1024 * 1024;
const MODULE_PIXELS = 4;
const QUIET_ZONE = 4;

/** The bytes of the QR code in a picture. QR_INVALID when none is found, LIMIT_EXCEEDED above 16 million pixels. */
export async function readQr(picture: QrPicture): Promise<Uint8Array> {
  const { width, height, data } = picture;
  if (width * height > MAX_PIXELS)
    throw new YinxinError('LIMIT_EXCEEDED', 'the picture is too large to look for a code in');
  const decode = await decoder();
  const found = decode(new Uint8ClampedArray(data), width, height);
  if (found === null)
    throw new YinxinError('QR_INVALID', 'no QR code was found in the picture: give it sharp and upright');
  return Uint8Array.from(found.binaryData);
}

/** The bytes of a code given as modules (`true` is dark), without quiet zone. QR_INVALID. */
export async function readQrMatrix(matrix: readonly (readonly boolean[])[]): Promise<Uint8Array> {
  const side = (matrix.length + 2 * QUIET_ZONE) * MODULE_PIXELS;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [y, row] of matrix.entries()) {
    for (const [x, dark] of row.entries()) if (dark) paint(data, side, x, y);
  }
  return readQr({ width: side, height: side, data });
}

/** Loaded with the first picture: it takes longer to load than all else that verifies a file. */
async function decoder(): Promise<typeof import('jsqr')['default']> {
  const { default: jsQr } = await import('jsqr');
  // The package is a CommonJS function whose types describe a module with a default export.
  return jsQr as unknown as (typeof jsQr)['default'];
}

function paint(data: Uint8Array, side: number, x: number, y: number): void {
  for (let dy = 0; dy < MODULE_PIXELS; dy++) {
    for (let dx = 0; dx < MODULE_PIXELS; dx++) {
      const at = (((y + QUIET_ZONE) * MODULE_PIXELS + dy) * side + (x + QUIET_ZONE) * MODULE_PIXELS + dx) * 4;
      data.fill(0, at, at + 3);
    }
  }
}
