import { type ByteSink, concatBytes, YinxinError } from '../../foundation/core/index.ts';
import { BlockSource } from './block-source.ts';
import type { EvidenceStore } from './store.ts';

/** An entry of the index: number of the object and offset of its bytes, 6 octets each, big-endian. */
const ENTRY = 12;
const BLOCK_BYTES = 256 * 1024;
const dataName = (name: string): string => `${name}.bin`;
const indexName = (name: string): string => `${name}.index.bin`;

/** Keeps bytes for some of the objects, in ascending order; no file is made where there are none. */
export class SparseWriter {
  readonly #store: EvidenceStore;
  readonly #name: string;
  #sinks: { readonly data: ByteSink; readonly index: ByteSink } | undefined;
  #data: Uint8Array[] = [];
  #index: Uint8Array[] = [];
  #waiting = 0;
  #offset = 0;
  #count = 0;

  constructor(store: EvidenceStore, name: string) {
    this.#store = store;
    this.#name = name;
  }

  get count(): number {
    return this.#count;
  }

  /** Takes the bytes of an object; true: await {@link flush} before the next. */
  put(object: number, bytes: Uint8Array): boolean {
    const entry = new Uint8Array(ENTRY);
    writeNumber(entry, 0, object);
    writeNumber(entry, 6, this.#offset);
    this.#index.push(entry);
    this.#data.push(bytes);
    this.#offset += bytes.length;
    this.#waiting += bytes.length + ENTRY;
    this.#count++;
    return this.#waiting > BLOCK_BYTES;
  }

  async flush(): Promise<void> {
    if (this.#waiting === 0) return;
    this.#sinks ??= await this.#open();
    await this.#sinks.data.write(concatBytes(...this.#data));
    await this.#sinks.index.write(concatBytes(...this.#index));
    this.#data = [];
    this.#index = [];
    this.#waiting = 0;
  }

  async #open(): Promise<{ readonly data: ByteSink; readonly index: ByteSink }> {
    const data = await this.#store.create(dataName(this.#name));
    try {
      return { data, index: await this.#store.create(indexName(this.#name)) };
    } catch (error) {
      await data.abort(error);
      throw error;
    }
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.#sinks?.data.close();
    await this.#sinks?.index.close();
  }

  async abort(): Promise<void> {
    await this.#sinks?.data.abort();
    await this.#sinks?.index.abort();
  }
}

/** Reads what {@link SparseWriter} wrote. */
export class SparseReader {
  readonly #data: BlockSource;
  readonly #index: BlockSource;
  readonly #count: number;

  private constructor(data: BlockSource, index: BlockSource, count: number) {
    this.#data = data;
    this.#index = index;
    this.#count = count;
  }

  /** Opens the records of a name; `count` is what the state says of them. */
  static async open(
    store: EvidenceStore,
    name: string,
    count: number,
    inOrder: boolean,
  ): Promise<SparseReader | undefined> {
    if (count === 0) return undefined;
    const block = inOrder ? 64 * 1024 : 512;
    const data = new BlockSource(await store.open(dataName(name)), block);
    const index = new BlockSource(await store.open(indexName(name)), inOrder ? block : ENTRY * 2);
    if (index.size !== count * ENTRY) throw corrupt(name);
    return new SparseReader(data, index, count);
  }

  /** The bytes of an object; undefined where it has none. */
  async get(object: number): Promise<Uint8Array | undefined> {
    let [low, high] = [0, this.#count];
    // Where every object has an entry, its place is its number.
    let middle = Math.min(object, high - 1);
    while (low < high) {
      const found = readNumber(await this.#index.read(middle * ENTRY, ENTRY), 0);
      if (found === object) return this.#at(middle);
      if (found < object) low = middle + 1;
      else high = middle;
      middle = Math.floor((low + high) / 2);
    }
    return undefined;
  }

  async close(): Promise<void> {
    await this.#data.close();
    await this.#index.close();
  }

  async #at(place: number): Promise<Uint8Array> {
    const last = place + 1 === this.#count;
    const entry = await this.#index.read(place * ENTRY, last ? ENTRY : 2 * ENTRY);
    const start = readNumber(entry, 6);
    const end = last ? this.#data.size : readNumber(entry, ENTRY + 6);
    if (end <= start || end > this.#data.size) throw corrupt('records');
    return (await this.#data.read(start, end - start)).slice();
  }
}

function corrupt(name: string): YinxinError {
  return new YinxinError(
    'EVIDENCE_CORRUPT',
    `the ${name} of the store were changed: restore them from a copy`,
  );
}

function writeNumber(bytes: Uint8Array, at: number, value: number): void {
  let rest = value;
  for (let i = 5; i >= 0; i--) {
    bytes[at + i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}

function readNumber(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = 0; i < 6; i++) value = value * 256 + bytes[at + i]!;
  return value;
}
