import { zlibSync } from 'fflate';
import { platform } from '#platform';
import { concatBytes, utf8, YinxinError } from '../../foundation/core/index.ts';

/** Pixels for {@link encodePng}, rows from top to bottom. */
export interface PngImage {
  readonly width: number;
  readonly height: number;
  /** `bit`: one byte per pixel, 0 black, anything else white. `rgba`: four bytes per pixel, alpha not premultiplied. */
  readonly kind: 'bit' | 'rgba';
  readonly data: Uint8Array;
  /** Written as pHYs, so that the picture keeps its size in millimetres. */
  readonly dpi?: number;
}

const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const METRES_PER_INCH = 0.0254;

/**
 * Writes a PNG (ISO/IEC 15948), not interlaced: 1-bit grey or 8-bit RGBA.
 * Deflate is fflate in every build: a seal picture is hashed and signed, so its bytes must not depend on
 * the zlib of the platform. Throws ARGUMENT_INVALID if `data` does not match the size.
 */
export function encodePng(image: PngImage): Uint8Array {
  const { width, height, kind, data } = image;
  const samples = width * height * (kind === 'rgba' ? 4 : 1);
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0)) {
    throw new YinxinError('ARGUMENT_INVALID', 'a PNG needs a width and a height of at least one pixel');
  }
  if (data.length !== samples) {
    throw new YinxinError(
      'ARGUMENT_INVALID',
      `pixel data has ${data.length} bytes, the size needs ${samples}`,
    );
  }
  const rows = kind === 'rgba' ? filteredRows(width * 4, height, data) : packedRows(width, height, data);
  return concatBytes(
    SIGNATURE,
    chunk('IHDR', header(width, height, kind)),
    ...(image.dpi === undefined ? [] : [chunk('pHYs', density(image.dpi))]),
    chunk('IDAT', zlibSync(rows, { level: 6 })),
    chunk('IEND', new Uint8Array(0)),
  );
}

function header(width: number, height: number, kind: PngImage['kind']): Uint8Array {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  bytes.set(kind === 'rgba' ? [8, 6] : [1, 0], 8);
  return bytes;
}

function density(dpi: number): Uint8Array {
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  const perMetre = Math.round(dpi / METRES_PER_INCH);
  view.setUint32(0, perMetre);
  view.setUint32(4, perMetre);
  bytes[8] = 1;
  return bytes;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const typed = concatBytes(utf8(type), content);
  const out = new Uint8Array(typed.length + 8);
  const view = new DataView(out.buffer);
  view.setUint32(0, content.length);
  out.set(typed, 4);
  view.setUint32(typed.length + 4, platform.crc32(typed, 0));
  return out;
}

/** Filter None: 1-bit rows repeat as they are, which deflate likes best. */
function packedRows(width: number, height: number, data: Uint8Array): Uint8Array {
  const stride = Math.ceil(width / 8) + 1;
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] !== 0) rows[y * stride + 1 + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return rows;
}

/** Filter Up on every row: drawn shapes change little from row to row. */
function filteredRows(stride: number, height: number, data: Uint8Array): Uint8Array {
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const out = y * (stride + 1);
    rows[out] = 2;
    for (let i = 0; i < stride; i++) {
      const above = y === 0 ? 0 : (data[(y - 1) * stride + i] as number);
      rows[out + 1 + i] = (data[y * stride + i] as number) - above;
    }
  }
  return rows;
}
