import { hexByte, hexValue, isDigit, isRegular, isWhite, pdfInvalid } from './syntax.ts';
import { usualName } from './usual-names.ts';

/** The window ended before the token did: read a larger window and start again. */
export class WindowTooShort extends Error {}

const MAX_NUMBER_LENGTH = 64;
/** So many bytes of a string cost as much time as one value. */
const BYTES_LIKE_A_VALUE = 16;
/** ISO 32000-1, Annex C, speaks of 127 bytes; some writers put texts into names. */
const MAX_NAME_LENGTH = 32_767;

/**
 * Tokens over one window of the file. `base` is the offset of the window; all offsets given out are those of
 * the file. Strict (ISO 32000-1, 7.2-7.3): what is no token is PDF_INVALID, never skipped.
 */
export class Lexer {
  readonly #window: Uint8Array;
  readonly #base: number;
  /** Values that may still be read: a few bytes are a value, and a value costs a hundred in memory. */
  valuesLeft: number = Number.POSITIVE_INFINITY;
  /** The window reaches the end of the file (or of the object stream). */
  readonly #final: boolean;
  #at: number;

  constructor(window: Uint8Array, base = 0, final = true, at = 0) {
    this.#window = window;
    this.#base = base;
    this.#final = final;
    this.#at = at;
  }

  /** Offset of the next byte in the file. */
  get offset(): number {
    return this.#base + this.#at;
  }

  set offset(offset: number) {
    this.#at = offset - this.#base;
  }

  /** The byte `ahead` of the position; undefined after the end of the file. */
  peek(ahead = 0): number | undefined {
    const byte = this.#window[this.#at + ahead];
    if (byte === undefined && !this.#final) throw new WindowTooShort();
    return byte;
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** Passes white space and comments. */
  skipWhite(): void {
    for (;;) {
      const byte = this.peek();
      if (isWhite(byte)) this.#at++;
      else if (byte === 0x25) this.#skipComment();
      else return;
    }
  }

  #skipComment(): void {
    for (;;) {
      const byte = this.peek();
      if (byte === undefined || byte === 0x0a || byte === 0x0d) return;
      this.#at++;
    }
  }

  /** The keyword if it stands here with a delimiter behind it; then the position is after it. */
  takeKeyword(word: string): boolean {
    for (let i = 0; i < word.length; i++) if (this.peek(i) !== word.charCodeAt(i)) return false;
    if (isRegular(this.peek(word.length))) return false;
    this.#at += word.length;
    return true;
  }

  /** As {@link takeKeyword}, after white space; anything else is PDF_INVALID. */
  expectKeyword(word: string): void {
    this.skipWhite();
    if (!this.takeKeyword(word)) throw pdfInvalid(`"${word}" expected`, this.offset);
  }

  /** A non-negative integer after white space, without sign or point. */
  unsignedInteger(): number {
    this.skipWhite();
    const value = this.#digits();
    if (value === undefined || isRegular(this.peek()))
      throw pdfInvalid('a whole number expected', this.offset);
    return value;
  }

  #digits(): number | undefined {
    let value = 0;
    let count = 0;
    for (; isDigit(this.peek()); count++) {
      value = value * 10 + (this.peek()! - 0x30);
      if (value > Number.MAX_SAFE_INTEGER) throw pdfInvalid('number too large', this.offset);
      this.#at++;
    }
    return count === 0 ? undefined : value;
  }

  /** An integer or a real number at the position. */
  number(): number {
    const start = this.#at;
    const plain = this.#naturalNumber();
    // Nearly all numbers are a few digits and nothing else.
    if (plain !== undefined) return plain;
    this.#at = start;
    let text = '';
    while (isRegular(this.peek())) {
      text += String.fromCharCode(this.peek()!);
      this.#at++;
      if (text.length > MAX_NUMBER_LENGTH) throw pdfInvalid('number too long', this.#base + start);
    }
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) throw pdfInvalid('not a number', this.#base + start);
    return Number(text);
  }

  /** A natural number below 10^15, where nothing but its digits stands here. */
  #naturalNumber(): number | undefined {
    const start = this.#at;
    let value = 0;
    for (let byte = this.peek(); isDigit(byte) && this.#at - start < 16; byte = this.peek()) {
      value = value * 10 + byte! - 0x30;
      this.#at++;
    }
    const count = this.#at - start;
    return count > 0 && count < 16 && !isRegular(this.peek()) ? value : undefined;
  }

  /** A name, after its slash. */
  name(): string {
    const usual = usualName(this.#window, this.#at);
    if (usual !== undefined) {
      this.#at += usual.length;
      return usual;
    }
    let out = '';
    for (;;) {
      if (out.length > MAX_NAME_LENGTH) throw pdfInvalid('name too long', this.offset);
      const byte = this.peek();
      if (!isRegular(byte)) return out;
      if (byte === 0x23) {
        const high = hexValue(this.peek(1));
        const low = high < 0 ? -1 : hexValue(this.peek(2));
        if (low >= 0 && high * 16 + low !== 0) {
          out += String.fromCharCode(high * 16 + low);
          this.#at += 3;
          continue;
        }
      }
      out += String.fromCharCode(byte!);
      this.#at++;
    }
  }

  /** The bytes of a hexadecimal string, after its `<`; a missing last digit is zero (7.3.4.3). */
  hexString(): Uint8Array {
    const start = this.#at;
    const window = this.#window;
    const end = window.indexOf(0x3e, start);
    if (end === -1) {
      if (!this.#final) throw new WindowTooShort();
      throw pdfInvalid('hexadecimal string without end', this.#base + start);
    }
    const out = new Uint8Array((end - start + 1) >> 1);
    let length = 0;
    let next = start;
    // Nearly all are digits and nothing else: a signature has some thousand of them.
    for (; next + 1 < end; next += 2) {
      const byte = hexByte(window[next]!, window[next + 1]!);
      if (byte < 0) break;
      out[length++] = byte;
    }
    let high = -1;
    for (let i = next; i < end; i++) {
      const byte = window[i]!;
      const value = hexValue(byte);
      if (value < 0) {
        if (isWhite(byte)) continue;
        throw pdfInvalid('hexadecimal string with another character', this.#base + i);
      }
      if (high < 0) high = value;
      else {
        out[length++] = (high << 4) | value;
        high = -1;
      }
    }
    if (high >= 0) out[length++] = high << 4;
    this.#at = end + 1;
    return out.subarray(0, length);
  }

  /** The bytes of a literal string, after its `(`. */
  literalString(): Uint8Array {
    const start = this.#at;
    const { end, isPlain } = this.#literalExtent();
    this.valuesLeft -= (end - start) / BYTES_LIKE_A_VALUE;
    const bytes = isPlain ? this.#window.slice(start, end) : this.#unescaped(end);
    this.#at = end + 1;
    return bytes;
  }

  /** The place of the parenthesis that ends the string; plain is one whose bytes stand there as they are. */
  #literalExtent(): { readonly end: number; readonly isPlain: boolean } {
    const window = this.#window;
    let depth = 1;
    let isPlain = true;
    for (let i = this.#at; i < window.length; i++) {
      const byte = window[i];
      if (byte === 0x5c) {
        isPlain = false;
        i++;
      } else if (byte === 0x0d) isPlain = false;
      else if (byte === 0x28) depth++;
      else if (byte === 0x29 && --depth === 0) return { end: i, isPlain };
    }
    if (!this.#final) throw new WindowTooShort();
    throw pdfInvalid('string without end', this.offset);
  }

  #unescaped(end: number): Uint8Array {
    const out = new Uint8Array(end - this.#at);
    let filled = 0;
    while (this.#at < end) {
      const byte = this.#window[this.#at++]!;
      if (byte === 0x5c) {
        const escaped = this.#escape();
        if (escaped !== undefined) out[filled++] = escaped;
      } else if (byte === 0x0d) {
        // An end of line inside a string is always read as LF (7.3.4.2).
        if (this.peek() === 0x0a) this.#at++;
        out[filled++] = 0x0a;
      } else out[filled++] = byte;
    }
    return out.subarray(0, filled);
  }

  /** The byte that an escape stands for, after its backslash; undefined for an end of line, which is left out. */
  #escape(): number | undefined {
    const byte = this.peek();
    if (byte === undefined) return undefined;
    if (byte >= 0x30 && byte <= 0x37) {
      let value = 0;
      for (let i = 0; i < 3 && this.peek()! >= 0x30 && this.peek()! <= 0x37; i++, this.#at++) {
        value = value * 8 + (this.peek()! - 0x30);
      }
      return value & 0xff;
    }
    this.#at++;
    if (byte === 0x0d) {
      if (this.peek() === 0x0a) this.#at++;
      return undefined;
    }
    if (byte === 0x0a) return undefined;
    // n r t b f; a backslash before anything else is dropped (table 3).
    const index = 'nrtbf'.indexOf(String.fromCharCode(byte));
    return index < 0 ? byte : [0x0a, 0x0d, 0x09, 0x08, 0x0c][index]!;
  }
}
