import { concatBytes, YinxinError } from '../../foundation/core/index.ts';

/** A JPEG as it may be embedded in a document. */
export interface Jpeg {
  /** The file without APPn (but APP14, which tells the colour transform) and comments. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
}

const SOI = 0xd8;
const SOS = 0xda;
const EOI = 0xd9;
const ADOBE = 0xee;
/** SOF0, SOF1 and SOF2: Huffman, sequential or progressive. Others are not for PDF viewers. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);

/** Reads the headers of a JPEG (ITU-T T.81, annex B) and drops its metadata. Entropy-coded data is not decoded. */
export function readJpeg(bytes: Uint8Array): Jpeg {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) throw invalid('is not a JPEG');
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let frame: Omit<Jpeg, 'bytes'> | undefined;
  let at = 2;
  for (;;) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) throw invalid('is truncated or has no scan');
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const segment = bytes.subarray(at, at + 2 + length);
    if (length < 2 || segment.length !== length + 2) throw invalid('has a broken segment');
    if (marker === SOS) break;
    if (FRAMES.has(marker)) frame = readFrame(segment);
    if (!isMetadata(marker)) kept.push(segment);
    at += segment.length;
  }
  if (frame === undefined) throw invalid('has no baseline or progressive frame');
  if (bytes.at(-2) !== 0xff || bytes.at(-1) !== EOI) throw invalid('does not end with its end marker');
  return { bytes: concatBytes(...kept, bytes.subarray(at)), ...frame };
}

function isMetadata(marker: number): boolean {
  return (marker >= 0xe0 && marker <= 0xef && marker !== ADOBE) || marker === 0xfe;
}

function readFrame(segment: Uint8Array): Omit<Jpeg, 'bytes'> {
  const [precision = 0, h1 = 0, h0 = 0, w1 = 0, w0 = 0, components = 0] = segment.subarray(4, 10);
  const [width, height] = [(w1 << 8) | w0, (h1 << 8) | h0];
  if (precision !== 8 || width === 0 || height === 0) throw invalid('is not an 8-bit picture with a size');
  if (components !== 1 && components !== 3) throw invalid('is not grey or RGB; convert CMYK pictures to RGB');
  return { width, height, components };
}

function invalid(what: string): YinxinError {
  return new YinxinError('IMAGE_INVALID', `the picture ${what}; give a grey or RGB JPEG`);
}
