import { concatBytes, fromLatin1 } from '../../foundation/core/index.ts';

/** Collects text (one byte for each character) and data; text between two pieces of data is encoded at once. */
export class PartWriter {
  readonly #parts: Uint8Array[] = [];
  #text = '';
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  text(text: string): void {
    this.#text += text;
    this.#length += text.length;
  }

  data(data: Uint8Array): void {
    this.#flush();
    this.#parts.push(data);
    this.#length += data.length;
  }

  /** What was collected so far, in pieces. */
  parts(): readonly Uint8Array[] {
    this.#flush();
    return this.#parts;
  }

  bytes(): Uint8Array {
    const parts = this.parts();
    return parts.length === 1 ? parts[0]! : concatBytes(...parts);
  }

  #flush(): void {
    if (this.#text === '') return;
    this.#parts.push(fromLatin1(this.#text));
    this.#text = '';
  }
}
