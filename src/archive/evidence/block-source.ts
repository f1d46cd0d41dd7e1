import type { ByteSource } from '../../foundation/core/index.ts';

/** What a store may give for reading: a handle that wants to be closed. */
export type Closable = ByteSource & { close?(): Promise<void> };

/** Reads in blocks and keeps the last one: who walks through a file in order waits once per block, not per value. */
export class BlockSource {
  readonly #source: Closable;
  readonly #blockBytes: number;
  #start = 0;
  #block: Uint8Array = new Uint8Array(0);

  constructor(source: Closable, blockBytes: number) {
    this.#source = source;
    this.#blockBytes = blockBytes;
  }

  get size(): number {
    return this.#source.size;
  }

  /** A view that the next read may replace; a promise only where a block must be fetched. */
  read(offset: number, length: number): Uint8Array | Promise<Uint8Array> {
    const at = offset - this.#start;
    if (at >= 0 && at + length <= this.#block.length) return this.#block.subarray(at, at + length);
    return this.#fetch(offset, length);
  }

  async close(): Promise<void> {
    await this.#source.close?.();
  }

  async #fetch(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(length, Math.min(this.#blockBytes, this.size - offset));
    this.#block = await this.#source.read(offset, wanted);
    this.#start = offset;
    return this.#block.subarray(0, length);
  }
}
