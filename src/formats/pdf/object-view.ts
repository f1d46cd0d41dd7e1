import { isPdfArray, type PdfArray, PdfDict, type PdfObject, type PdfRef, PdfStream } from './object.ts';
import type { EntryLookup, ObjectReader } from './object-reader.ts';
import type { IndirectObject } from './parser.ts';
import type { XrefEntry } from './xref.ts';

/** The objects of a file as they are at one state of it. */
export class ObjectView {
  readonly #reader: ObjectReader;
  readonly #lookup: EntryLookup;

  constructor(reader: ObjectReader, lookup: EntryLookup) {
    this.#reader = reader;
    this.#lookup = lookup;
  }

  /** Where an object is; undefined when it is free or unknown. */
  entry(num: number): XrefEntry | undefined {
    return this.#lookup(num);
  }

  /** An indirect object with its place; undefined when it does not exist. Objects of object streams have no place. */
  object(ref: PdfRef): IndirectObject | undefined {
    const entry = this.#lookup(ref.num);
    return entry === undefined ? undefined : this.#reader.read(ref, entry, this.#lookup);
  }

  /** As {@link object}, for one that will hardly be asked for again: walks over whole files keep nothing. */
  glance(ref: PdfRef): IndirectObject | undefined {
    const entry = this.#lookup(ref.num);
    return entry === undefined ? undefined : this.#reader.read(ref, entry, this.#lookup, false);
  }

  /** The object that stands at an offset; PDF_INVALID when it is not the one expected. */
  objectAt(offset: number, ref: PdfRef): IndirectObject {
    return this.#reader.objectAt(offset, ref);
  }

  /** Numbers of the objects in an object stream, in its order; PDF_INVALID when it is none. */
  numbersIn(container: number): readonly number[] {
    return this.#reader.numbersIn(container, this.#lookup);
  }

  /** The value behind a reference (or the value itself); missing objects are undefined. */
  resolve(value: PdfObject | undefined): PdfObject | undefined {
    return this.#reader.resolve(value, this.#lookup);
  }

  /** The dictionary behind a value (a stream's own dictionary too), or undefined. */
  dict(value: PdfObject | undefined): PdfDict | undefined {
    const resolved = this.resolve(value);
    if (resolved instanceof PdfStream) return resolved.dict;
    return resolved instanceof PdfDict ? resolved : undefined;
  }

  /** The array behind a value, or undefined. */
  array(value: PdfObject | undefined): PdfArray | undefined {
    const resolved = this.resolve(value);
    return isPdfArray(resolved) ? resolved : undefined;
  }

  /** Length of the raw data of a stream, and the offset after its `endobj`; nothing of the data is read. */
  extent(stream: PdfStream): { readonly length: number; readonly end: number } {
    return this.#reader.extent(stream, this.#lookup);
  }

  /** Raw bytes of a stream, and the offset after its `endobj`. */
  rawData(stream: PdfStream): { readonly raw: Uint8Array; readonly end: number } {
    return this.#reader.rawData(stream, this.#lookup);
  }

  /** Decoded data of a stream, bounded by `maxBytes` (`limits.inflatedBytes`). */
  streamData(stream: PdfStream, maxBytes?: number): Uint8Array {
    return this.#reader.streamData(stream, this.#lookup, maxBytes);
  }
}
