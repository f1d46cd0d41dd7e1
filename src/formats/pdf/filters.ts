import { platform } from '#platform';
import { YinxinError } from '../../foundation/core/index.ts';
import { countOf, isPdfArray, nameOf, PdfDict, type PdfObject } from './object.ts';
import { ascii85Decode, asciiHexDecode, lzwDecode, runLengthDecode } from './simple-filters.ts';
import { pdfInvalid } from './syntax.ts';

const MAX_FILTERS = 8;

/** Turns references into values; filters and their parameters may be indirect. */
export type Resolve = (value: PdfObject | undefined) => PdfObject | undefined;

/**
 * Decoded data of a stream. Flate, LZW, ASCII85, ASCIIHex and RunLength with PNG and TIFF predictors.
 * Picture filters (DCT, JPX, CCITT, JBIG2) are PDF_UNSUPPORTED. Output is bounded by `maxBytes`.
 */
export function decodeStream(dict: PdfDict, raw: Uint8Array, resolve: Resolve, maxBytes: number): Uint8Array {
  const filters = listOf(resolve(dict.get('Filter') ?? dict.get('F')), resolve);
  const parameters = listOf(resolve(dict.get('DecodeParms') ?? dict.get('DP')), resolve);
  if (filters.length > MAX_FILTERS) throw pdfInvalid('a stream with more than 8 filters');
  let data = raw;
  for (const [index, filter] of filters.entries()) {
    const options = parameters[index];
    data = applyFilter(
      nameOf(filter),
      data,
      options instanceof PdfDict ? options : undefined,
      resolve,
      maxBytes,
    );
  }
  return data;
}

function listOf(value: PdfObject | undefined, resolve: Resolve): (PdfObject | undefined)[] {
  if (value === undefined || value === null) return [];
  return isPdfArray(value) ? value.map((item) => resolve(item)) : [value];
}

function applyFilter(
  name: string | undefined,
  data: Uint8Array,
  options: PdfDict | undefined,
  resolve: Resolve,
  maxBytes: number,
): Uint8Array {
  switch (name) {
    case 'FlateDecode':
    case 'Fl':
      return unpredict(platform.inflate(data, maxBytes).bytes, options, resolve);
    case 'LZWDecode':
    case 'LZW': {
      const early = resolve(options?.get('EarlyChange')) !== 0;
      return unpredict(lzwDecode(data, early, maxBytes), options, resolve);
    }
    case 'ASCII85Decode':
    case 'A85':
      return ascii85Decode(data);
    case 'ASCIIHexDecode':
    case 'AHx':
      return asciiHexDecode(data);
    case 'Crypt':
      // Taken off where the raw data is read; where nobody could, the data stays as it is.
      return data;
    case 'RunLengthDecode':
    case 'RL':
      return runLengthDecode(data, maxBytes);
    default:
      throw new YinxinError(
        'PDF_UNSUPPORTED',
        `the stream filter ${name ?? '(not a name)'} is not read here`,
        {
          details: { filter: name },
        },
      );
  }
}

function unpredict(data: Uint8Array, options: PdfDict | undefined, resolve: Resolve): Uint8Array {
  const number = (key: string, fallback: number): number => {
    const value = options?.get(key);
    return value === undefined ? fallback : (countOf(resolve(value)) ?? Number.NaN);
  };
  const predictor = number('Predictor', 1);
  if (predictor === 1) return data;
  const colors = number('Colors', 1);
  const bits = number('BitsPerComponent', 8);
  const columns = number('Columns', 1);
  const valid =
    colors >= 1 && colors <= 32 && [1, 2, 4, 8, 16].includes(bits) && columns >= 1 && columns <= 1_000_000;
  if (!valid) throw pdfInvalid('predictor parameters out of range');
  const pixel = Math.max(1, (colors * bits) >> 3);
  const row = Math.ceil((colors * bits * columns) / 8);
  if (predictor === 2 && bits === 8) return unpredictTiff(data, pixel, row);
  if (predictor >= 10 && predictor <= 15) return unpredictPng(data, pixel, row);
  throw pdfInvalid(`predictor ${predictor} is unknown`);
}

function unpredictTiff(data: Uint8Array, pixel: number, row: number): Uint8Array {
  const out = Uint8Array.from(data);
  for (let start = 0; start < out.length; start += row) {
    const end = Math.min(start + row, out.length);
    for (let i = start + pixel; i < end; i++) out[i] = (out[i]! + out[i - pixel]!) & 0xff;
  }
  return out;
}

/** PNG predictors (RFC 2083, 6): each row names its own type. */
function unpredictPng(data: Uint8Array, pixel: number, row: number): Uint8Array {
  const rows = Math.ceil(data.length / (row + 1));
  const out = new Uint8Array(rows * row);
  let written = 0;
  for (let r = 0; r < rows; r++) {
    const type = data[r * (row + 1)]!;
    const length = Math.min(row, data.length - r * (row + 1) - 1);
    for (let i = 0; i < length; i++) {
      const left = i >= pixel ? out[r * row + i - pixel]! : 0;
      const up = r > 0 ? out[(r - 1) * row + i]! : 0;
      const corner = r > 0 && i >= pixel ? out[(r - 1) * row + i - pixel]! : 0;
      out[r * row + i] = (data[r * (row + 1) + 1 + i]! + prediction(type, left, up, corner)) & 0xff;
    }
    written += Math.max(0, length);
  }
  return out.subarray(0, written);
}

function prediction(type: number, left: number, up: number, corner: number): number {
  switch (type) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const estimate = left + up - corner;
      const dLeft = Math.abs(estimate - left);
      const dUp = Math.abs(estimate - up);
      const dCorner = Math.abs(estimate - corner);
      if (dLeft <= dUp && dLeft <= dCorner) return left;
      return dUp <= dCorner ? up : corner;
    }
    default:
      throw pdfInvalid(`PNG predictor ${type} is unknown`);
  }
}
