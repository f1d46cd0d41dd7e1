import { type ByteSource, YinxinError } from '../../foundation/core/index.ts';
import { Lexer, WindowTooShort } from './lexer.ts';
import { pdfInvalid } from './syntax.ts';

/** Files up to this size are read whole: then nothing has to be fetched twice. */
const WHOLE_FILE_BYTES = 64 * 1024 * 1024;
const BLOCK = 64 * 1024;
/** Memory for blocks of a larger file, kept between two questions. */
const CACHED_BLOCKS = 512;
/** The first window for one object: most dictionaries are shorter. */
const FIRST_WINDOW = 4096;
/** An object outside a stream above this is refused in a large file. */
const LARGEST_WINDOW = 64 * 1024 * 1024;

/** Raised inside a synchronous reading step; {@link PdfBytes.run} fetches the blocks and runs the step again. */
class MissingBytes extends Error {
  readonly first: number;
  readonly last: number;
  constructor(first: number, last: number) {
    super('bytes not loaded');
    this.first = first;
    this.last = last;
  }
}

/**
 * The file's bytes for synchronous parsers over an asynchronous source: a step that needs bytes not yet loaded
 * is run again once they are there. So one parser serves small files (in memory) and huge ones (64 KB blocks).
 */
export class PdfBytes {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #blocks = new Map<number, Uint8Array>();
  #whole: Uint8Array | undefined;

  private constructor(source: ByteSource) {
    this.#source = source;
    this.size = source.size;
  }

  static async open(source: ByteSource, wholeFileBytes: number = WHOLE_FILE_BYTES): Promise<PdfBytes> {
    const bytes = new PdfBytes(source);
    if (source.size <= wholeFileBytes) bytes.#whole = await source.read(0, source.size);
    return bytes;
  }

  /** The whole file where it is in memory. */
  get whole(): Uint8Array | undefined {
    return this.#whole;
  }

  /** Runs a step without side effects until all bytes that it asks for are loaded. */
  async run<T>(step: () => T): Promise<T> {
    if (this.#blocks.size > CACHED_BLOCKS) this.#blocks.clear();
    for (;;) {
      try {
        return step();
      } catch (error) {
        if (!(error instanceof MissingBytes)) throw error;
        await this.#load(error.first, error.last);
      }
    }
  }

  async #load(first: number, last: number): Promise<void> {
    const offset = first * BLOCK;
    const length = Math.min((last + 1) * BLOCK, this.size) - offset;
    const bytes = await this.#source.read(offset, length);
    for (let block = first; block <= last; block++) {
      this.#blocks.set(block, bytes.subarray((block - first) * BLOCK, (block - first + 1) * BLOCK));
    }
  }

  /** Bytes of the file; outside of it is PDF_INVALID. */
  slice(offset: number, length: number): Uint8Array {
    if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || offset + length > this.size) {
      throw pdfInvalid('an offset points outside the file', offset);
    }
    if (this.#whole !== undefined) return this.#whole.subarray(offset, offset + length);
    if (length === 0) return new Uint8Array(0);
    return this.#fromBlocks(offset, length);
  }

  #fromBlocks(offset: number, length: number): Uint8Array {
    const first = Math.floor(offset / BLOCK);
    const last = Math.floor((offset + length - 1) / BLOCK);
    for (let block = first; block <= last; block++) {
      if (!this.#blocks.has(block)) throw new MissingBytes(block, last);
    }
    if (first === last)
      return this.#blocks.get(first)!.subarray(offset - first * BLOCK, offset - first * BLOCK + length);
    const out = new Uint8Array(length);
    for (let block = first; block <= last; block++) {
      const from = Math.max(offset, block * BLOCK);
      const to = Math.min(offset + length, (block + 1) * BLOCK);
      out.set(this.#blocks.get(block)!.subarray(from - block * BLOCK, to - block * BLOCK), from - offset);
    }
    return out;
  }

  /** Runs a parser at an offset, with a window that grows until the parser is content. */
  parseAt<T>(offset: number, parse: (lexer: Lexer) => T): T {
    if (!Number.isSafeInteger(offset) || offset < 0 || offset >= this.size) {
      throw pdfInvalid('an offset points outside the file', offset);
    }
    if (this.#whole !== undefined) return parse(new Lexer(this.#whole, 0, true, offset));
    for (let length = FIRST_WINDOW; ; length *= 4) {
      const available = Math.min(length, this.size - offset);
      const final = offset + available === this.size;
      try {
        return parse(new Lexer(this.slice(offset, available), offset, final));
      } catch (error) {
        if (!(error instanceof WindowTooShort)) throw error;
        if (length >= LARGEST_WINDOW) {
          throw new YinxinError('LIMIT_EXCEEDED', 'one object of the PDF is longer than 64 MiB', {
            details: { offset },
          });
        }
      }
    }
  }
}
