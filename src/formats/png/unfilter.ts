import { YinxinError } from '../../foundation/core/index.ts';

/** Takes the filters off (ISO/IEC 15948 clause 9): rows of one filter octet and `stride` octets become plain rows. */
export function unfilter(
  filtered: Uint8Array,
  stride: number,
  height: number,
  pixelBytes: number,
): Uint8Array {
  const out = new Uint8Array(stride * height);
  // The row above the first is of zeros.
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const at = y * (stride + 1);
    const source = filtered.subarray(at + 1, at + 1 + stride);
    const row = out.subarray(y * stride, (y + 1) * stride);
    row.set(source);
    unfilterRow(filtered[at]!, row, above, pixelBytes);
    above = row;
  }
  return out;
}

/** Each filter in a loop of its own: a seal at 300 dpi has a million samples. */
function unfilterRow(filter: number, row: Uint8Array, above: Uint8Array, pixelBytes: number): void {
  const length = row.length;
  switch (filter) {
    case 0:
      return;
    case 1:
      for (let x = pixelBytes; x < length; x++) row[x] = row[x]! + row[x - pixelBytes]!;
      return;
    case 2:
      for (let x = 0; x < length; x++) row[x] = row[x]! + above[x]!;
      return;
    case 3:
      for (let x = 0; x < length; x++) {
        const left = x >= pixelBytes ? row[x - pixelBytes]! : 0;
        row[x] = row[x]! + ((left + above[x]!) >> 1);
      }
      return;
    case 4:
      for (let x = 0; x < length; x++) {
        const inside = x >= pixelBytes;
        const left = inside ? row[x - pixelBytes]! : 0;
        row[x] = row[x]! + paeth(left, above[x]!, inside ? above[x - pixelBytes]! : 0);
      }
      return;
    default:
      throw new YinxinError('IMAGE_INVALID', 'the picture has an unknown row filter');
  }
}

function paeth(left: number, up: number, corner: number): number {
  const p = left + up - corner;
  const a = p > left ? p - left : left - p;
  const b = p > up ? p - up : up - p;
  const c = p > corner ? p - corner : corner - p;
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
