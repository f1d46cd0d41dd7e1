import { YinxinError } from '../../foundation/core/index.ts';

/** Character classes of ISO 32000-1, 7.2.2: 0 regular, 1 white space, 2 delimiter. */
const CLASS: Uint8Array = classTable();

function classTable(): Uint8Array {
  const table = new Uint8Array(256);
  for (const code of [0, 9, 10, 12, 13, 32]) table[code] = 1;
  for (const character of '()<>[]{}/%') table[character.charCodeAt(0)] = 2;
  return table;
}

/** True for one of the six white-space bytes. */
export function isWhite(byte: number | undefined): boolean {
  return byte !== undefined && CLASS[byte] === 1;
}

/** True for a byte that may stand in a name, number or keyword. */
export function isRegular(byte: number | undefined): boolean {
  return byte !== undefined && CLASS[byte] === 0;
}

/** True for `0`-`9`. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** A table: a signature alone has some thousand digits. */
const HEX_VALUE: Int8Array = hexTable();

function hexTable(): Int8Array {
  const table = new Int8Array(256).fill(-1);
  for (let value = 0; value < 16; value++) {
    const digit = value.toString(16);
    table[digit.charCodeAt(0)] = value;
    table[digit.toUpperCase().charCodeAt(0)] = value;
  }
  return table;
}

/** The value of a hexadecimal digit, or -1. */
export function hexValue(byte: number | undefined): number {
  return byte === undefined ? -1 : HEX_VALUE[byte]!;
}

/** The byte of two hexadecimal digits; below 0 where one of them is none. */
export function hexByte(high: number, low: number): number {
  return (HEX_VALUE[high]! << 4) | HEX_VALUE[low]!;
}

/** PDF_INVALID with the place. */
export function pdfInvalid(what: string, offset?: number, cause?: unknown): YinxinError {
  const place = offset === undefined ? '' : ` at byte ${offset}`;
  return new YinxinError('PDF_INVALID', `damaged PDF: ${what}${place}; save it again with a PDF tool`, {
    details: offset === undefined ? { what } : { what, offset },
    ...(cause === undefined ? {} : { cause }),
  });
}
