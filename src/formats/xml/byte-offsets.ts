/** Turns rising positions in a decoded text into byte offsets of its UTF-8 form, in linear time over all calls. */
export class ByteOffsets {
  readonly #text: string;
  readonly #ascii: boolean;
  readonly #base: number;
  #position = 0;
  #offset = 0;

  constructor(text: string, byteLength: number, base: number) {
    this.#text = text;
    this.#ascii = byteLength === text.length;
    this.#base = base;
  }

  /** Byte offset of a position (UTF-16 code units) not before that of the last call. */
  at(position: number): number {
    if (this.#ascii) return this.#base + position;
    for (; this.#position < position; this.#position++) {
      const unit = this.#text.charCodeAt(this.#position);
      // A surrogate pair is four bytes: two for each half.
      if (unit < 0x80) this.#offset += 1;
      else if (unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff)) this.#offset += 2;
      else this.#offset += 3;
    }
    return this.#base + this.#offset;
  }
}
