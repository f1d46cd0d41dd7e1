import { compareBytes } from '../core/index.ts';
import { headerOctets, writeHeader } from './write-value.ts';

/**
 * A constructed or primitive value that is not written yet, over values that may not be either. Written at once, each
 * byte is copied once, where a writer for each level would copy everything at every level.
 */
export class DerNode {
  /** Octets of the whole value, as of an encoded one. */
  readonly length: number;
  readonly #tagByte: number;
  readonly #parts: readonly (Uint8Array | DerNode)[];
  readonly #contentLength: number;

  /** Identifier octet (low tag form), and encoded values, or nodes, in order. */
  constructor(tagByte: number, ...parts: readonly (Uint8Array | DerNode)[]) {
    this.#tagByte = tagByte;
    this.#parts = parts;
    let length = 0;
    for (const part of parts) length += part.length;
    this.#contentLength = length;
    this.length = headerOctets(length) + length;
  }

  /** SET OF under any tag, sorted (X.690 11.6). */
  static setOf(tagByte: number, parts: readonly Uint8Array[]): DerNode {
    return new DerNode(tagByte, ...(parts.length < 2 ? parts : [...parts].sort(compareBytes)));
  }

  /** The DER of the value. */
  encode(): Uint8Array {
    const out = new Uint8Array(this.length);
    this.#writeTo(out, 0);
    return out;
  }

  #writeTo(out: Uint8Array, start: number): void {
    let at = writeHeader(out, start, this.#tagByte, this.#contentLength);
    for (const part of this.#parts) {
      if (part instanceof DerNode) part.#writeTo(out, at);
      else out.set(part, at);
      at += part.length;
    }
  }
}
