import { create } from 'qrcode/lib/core/qrcode.js';
import { utf8, YinxinError } from '../../foundation/core/index.ts';

/** Error correction of ISO/IEC 18004: about 7, 15, 25 and 30 percent of the symbol may be lost. */
export type QrEcc = 'L' | 'M' | 'Q' | 'H';

/** A run of the content in one mode. Text in byte mode is UTF-8, without an ECI designator. */
export type QrSegment =
  | { readonly mode: 'byte'; readonly data: string | Uint8Array }
  | { readonly mode: 'numeric'; readonly data: string }
  | { readonly mode: 'alphanumeric'; readonly data: string };

export interface QrOptions {
  /** Default M. */
  readonly ecc?: QrEcc;
}

const ALPHABET = {
  numeric: /^[0-9]+$/,
  alphanumeric: /^[0-9A-Z $%*+\-./:]+$/,
} as const;

/**
 * The modules of a QR code, `true` is dark, without quiet zone, in the smallest version that holds the content.
 * A string is split into the shortest modes; segments are taken as they are given.
 * Throws QR_INVALID for empty content or a character outside its mode, QR_TOO_LARGE beyond version 40.
 */
export function qrMatrix(content: string | readonly QrSegment[], options: QrOptions = {}): boolean[][] {
  const { size, data } = createSymbol(toInput(content), options.ecc ?? 'M').modules;
  return Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => data[y * size + x] === 1),
  );
}

function toInput(content: string | readonly QrSegment[]): string | QrSegment[] {
  if (content.length === 0) throw new YinxinError('QR_INVALID', 'a QR code needs content; none was given');
  return typeof content === 'string' ? content : content.map(checkedSegment);
}

function checkedSegment(segment: QrSegment): QrSegment {
  if (segment.mode === 'byte') {
    return { mode: 'byte', data: typeof segment.data === 'string' ? utf8(segment.data) : segment.data };
  }
  if (!ALPHABET[segment.mode].test(segment.data)) {
    throw new YinxinError('QR_INVALID', `a ${segment.mode} segment holds other characters; use byte mode`);
  }
  return segment;
}

function createSymbol(input: string | QrSegment[], ecc: QrEcc): ReturnType<typeof create> {
  try {
    return create(input, { errorCorrectionLevel: ecc });
  } catch (cause) {
    const hint = 'shorten the content or lower the error correction';
    throw new YinxinError('QR_TOO_LARGE', `the content does not fit a QR code at level ${ecc}; ${hint}`, {
      details: { ecc },
      cause,
    });
  }
}
