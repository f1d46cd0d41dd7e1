import { YinxinError } from '../../foundation/core/index.ts';

/** Takes the filters off (ISO/IEC 15948 clause 9): rows of one filter octet and `stride` octets become plain rows. */
export function unfilter(
  filtered: Uint8Array,
  stride: number,
  height: number,
  pixelBytes: number,
): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (stride + 1)]!;
    const row = filtered.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    for (let x = 0; x < stride; x++) {
      const left = x >= pixelBytes ? out[y * stride + x - pixelBytes]! : 0;
      const up = y > 0 ? out[(y - 1) * stride + x]! : 0;
      const corner = y > 0 && x >= pixelBytes ? out[(y - 1) * stride + x - pixelBytes]! : 0;
      out[y * stride + x] = row[x]! + predict(filter, left, up, corner);
    }
  }
  return out;
}

function predict(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, corner);
    default:
      throw new YinxinError('IMAGE_INVALID', 'the picture has an unknown row filter');
  }
}

function paeth(left: number, up: number, corner: number): number {
  const p = left + up - corner;
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
