import { platform } from '#platform';
import { concatBytes, equalBytes, latin1, YinxinError } from '../../foundation/core/index.ts';
import { unfilter } from './unfilter.ts';

/** A decoded picture: RGBA, 8 bits, alpha not premultiplied, rows from top to bottom. */
export interface PngPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** A seal of 6 cm at 1200 dpi has 8 million pixels. */
const MAX_PIXELS = 16 * 1024 * 1024;
const MAX_CHUNKS = 10_000;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
}

/**
 * Reads a PNG (ISO/IEC 15948) strictly: chunk order and CRC, exact amount of data, 16 million pixels at most.
 * All colour types at 8 bits, and 1, 2 and 4 bits for grey and palette; interlaced and 16-bit pictures are refused
 * by name. IMAGE_INVALID.
 */
export function decodePng(bytes: Uint8Array): PngPixels {
  const chunks = readChunks(bytes);
  const header = readHeader(chunks[0]);
  const idat = concatBytes(...chunks.filter((c) => c.type === 'IDAT').map((c) => c.content));
  const stride = Math.ceil((header.width * CHANNELS[header.colour]! * header.depth) / 8);
  const expected = (stride + 1) * header.height;
  const { bytes: filtered, consumed } = platform.inflate(idat, expected);
  if (filtered.length !== expected || consumed !== idat.length)
    invalid('holds more or less data than its size');
  const pixelBytes = Math.max(1, (CHANNELS[header.colour]! * header.depth) >> 3);
  const rows = unfilter(filtered, stride, header.height, pixelBytes);
  const palette = chunks.find((c) => c.type === 'PLTE')?.content;
  const transparency = chunks.find((c) => c.type === 'tRNS')?.content;
  return {
    width: header.width,
    height: header.height,
    data: toRgba(header, rows, stride, palette, transparency),
  };
}

interface Chunk {
  readonly type: string;
  readonly content: Uint8Array;
}

function readChunks(bytes: Uint8Array): Chunk[] {
  if (!equalBytes(bytes.subarray(0, 8), SIGNATURE)) invalid('is no PNG');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = at + 12 <= bytes.length ? view.getUint32(at) : Number.POSITIVE_INFINITY;
    if (at + 12 + length > bytes.length || chunks.length === MAX_CHUNKS)
      invalid('is cut short or has too many chunks');
    const typed = bytes.subarray(at + 4, at + 8 + length);
    if (platform.crc32(typed, 0) !== view.getUint32(at + 8 + length)) invalid('has a chunk with a wrong CRC');
    const type = latin1(typed.subarray(0, 4));
    if (/^[A-Z]/.test(type) && !['IHDR', 'PLTE', 'IDAT', 'IEND'].includes(type))
      invalid('has an unknown critical chunk');
    chunks.push({ type, content: typed.subarray(4) });
    at += 12 + length;
  }
  if (chunks.at(-1)?.type !== 'IEND' || chunks.filter((c) => c.type === 'IEND').length !== 1)
    invalid('does not end with IEND');
  return chunks;
}

function readHeader(chunk: Chunk | undefined): Header {
  const c = chunk?.content;
  if (chunk?.type !== 'IHDR' || c === undefined || c.length !== 13)
    return invalid('does not begin with IHDR');
  const view = new DataView(c.buffer, c.byteOffset, 13);
  const header = { width: view.getUint32(0), height: view.getUint32(4), depth: c[8]!, colour: c[9]! };
  const packed = header.colour === 0 || header.colour === 3;
  if (!(header.colour in CHANNELS)) invalid('has an unknown colour type');
  if (!(header.depth === 8 || (packed && [1, 2, 4].includes(header.depth))))
    invalid('has a bit depth that is not read');
  if (c[10] !== 0 || c[11] !== 0 || c[12] !== 0)
    invalid('is interlaced or compressed in an unknown way: save it plain');
  if (header.width === 0 || header.height === 0 || header.width * header.height > MAX_PIXELS)
    invalid('has an impossible size');
  return header;
}

function toRgba(
  header: Header,
  rows: Uint8Array,
  stride: number,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
): Uint8Array {
  const { width, height, colour } = header;
  // Rows of RGBA are the answer already.
  if (colour === 6) return rows;
  if (colour === 3 && (palette === undefined || palette.length % 3 !== 0)) invalid('has no palette');
  const paint = painter(header, rows, palette, transparency);
  const out = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) paint(out, (y * width + x) * 4, y * stride, x);
  }
  return out;
}

/** Writes the pixel of column `x` in the row at `row` to `out[to]`. */
type Painter = (out: Uint8Array, to: number, row: number, x: number) => void;

function painter(
  header: Header,
  rows: Uint8Array,
  palette: Uint8Array | undefined,
  transparency: Uint8Array | undefined,
): Painter {
  const { depth, colour } = header;
  const scale = 255 / ((1 << depth) - 1);
  switch (colour) {
    case 0:
      return (out, to, row, x) => {
        out.fill(Math.round(sample(rows, row, x, depth) * scale), to, to + 3);
        out[to + 3] = 255;
      };
    case 3:
      return (out, to, row, x) => {
        const index = sample(rows, row, x, depth);
        if (index * 3 + 3 > palette!.length) invalid('names a colour outside its palette');
        out.set(palette!.subarray(index * 3, index * 3 + 3), to);
        out[to + 3] = transparency?.[index] ?? 255;
      };
    case 4:
      return (out, to, row, x) => {
        out.fill(rows[row + 2 * x]!, to, to + 3);
        out[to + 3] = rows[row + 2 * x + 1]!;
      };
    default:
      return (out, to, row, x) => {
        const from = row + 3 * x;
        out[to] = rows[from]!;
        out[to + 1] = rows[from + 1]!;
        out[to + 2] = rows[from + 2]!;
        out[to + 3] = 255;
      };
  }
}

/** One sample of a packed row. */
function sample(rows: Uint8Array, row: number, x: number, depth: number): number {
  const bit = x * depth;
  return (rows[row + (bit >> 3)]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

function invalid(message: string): never {
  throw new YinxinError('IMAGE_INVALID', `the picture ${message}`);
}
