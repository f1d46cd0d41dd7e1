import { assertWithin, type Limits } from '../../foundation/core/index.ts';
import type { PdfBytes } from './bytes.ts';
import type { Decryptor } from './encryption/index.ts';
import { decodeStream } from './filters.ts';
import type { Lexer } from './lexer.ts';
import { type PdfObject, PdfRef, PdfStream } from './object.ts';
import { type ObjectStream, type ParseBudget, readObjectStream } from './object-stream.ts';
import { type IndirectObject, MAX_VALUES, parseIndirectObject } from './parser.ts';
import { rawStreamData, streamExtent } from './stream-data.ts';
import { pdfInvalid } from './syntax.ts';
import type { XrefEntry } from './xref.ts';

/** Where an object is, at the state of the file that is asked about; free and unknown ones are undefined. */
export type EntryLookup = (num: number) => XrefEntry | undefined;

/** Parsed objects are kept up to so many bytes of the file, the largest never: they take many times the memory. */
const KEPT_BYTES = 8 * 1024 * 1024;
const LARGEST_KEPT = KEPT_BYTES / 2;

/** A walk over a file reads less than a value for each two bytes; a few walks are made. */
const VALUES_OF_ANY_FILE = 16_000_000;
const VALUES_FOR_EACH_BYTE = 2;

/** Reads objects of one file from the places that cross-reference entries name, whatever the revision. */
export class ObjectReader {
  readonly bytes: PdfBytes;
  readonly limits: Limits;
  /** Set once, before anything that is encrypted is read. */
  decryptor: Decryptor | undefined;
  readonly #objects = new Map<number, IndirectObject>();
  readonly #objectStreams = new Map<number, ObjectStream>();
  /** Offsets of object streams being opened: one whose own /Length lies in it would never end. */
  readonly #opening = new Set<number>();
  #inflated = 0;
  /** What is not kept is read again: small updates of a file with large objects could ask for them without end. */
  readonly #budget: ParseBudget;
  #kept = 0;

  constructor(bytes: PdfBytes, limits: Limits) {
    this.bytes = bytes;
    this.limits = limits;
    this.#budget = { values: VALUES_OF_ANY_FILE + VALUES_FOR_EACH_BYTE * bytes.size, kept: KEPT_BYTES };
  }

  /**
   * The object behind a reference, by its entry; undefined when the generation is another one. `keep` is false for what
   * will hardly be asked for again.
   */
  read(ref: PdfRef, entry: XrefEntry, lookup: EntryLookup, keep = true): IndirectObject | undefined {
    if (entry.type === 'free') return undefined;
    if (entry.type === 'compressed') {
      if (ref.gen !== 0) return undefined;
      const value = this.#objectStream(entry.container, lookup).value(
        entry.index,
        ref.num,
        this.#budget,
        keep,
      );
      return { num: ref.num, gen: 0, value, start: -1, end: -1 };
    }
    return entry.gen === ref.gen ? this.objectAt(entry.offset, ref, keep) : undefined;
  }

  /** The object that stands at an offset; PDF_INVALID when it is not the one expected. */
  objectAt(offset: number, ref: PdfRef, keep = true): IndirectObject {
    let object = this.#objects.get(offset);
    if (object === undefined) {
      object = this.#decrypted(this.bytes.parseAt(offset, (lexer) => this.#parse(lexer)));
      if (keep) this.#keep(offset, object);
    }
    if (object.num !== ref.num || object.gen !== ref.gen) {
      throw pdfInvalid(`object ${ref.num} is not where the cross-reference says`, offset);
    }
    return object;
  }

  #parse(lexer: Lexer): IndirectObject {
    lexer.valuesLeft = this.#budget.values;
    const most = Math.min(MAX_VALUES, this.#budget.values);
    try {
      return parseIndirectObject(lexer, this.limits.pdfDepth);
    } finally {
      this.#budget.values -= Math.max(0, most - lexer.valuesLeft);
    }
  }

  #keep(offset: number, object: IndirectObject): void {
    const size = object.end - object.start;
    if (size > LARGEST_KEPT) return;
    if (this.#kept + size > KEPT_BYTES) {
      this.#objects.clear();
      this.#kept = 0;
    }
    this.#objects.set(offset, object);
    this.#kept += size;
  }

  /** Numbers of the objects in an object stream, in its order. */
  numbersIn(container: number, lookup: EntryLookup): readonly number[] {
    return this.#objectStream(container, lookup).numbers;
  }

  #decrypted(object: IndirectObject): IndirectObject {
    if (this.decryptor === undefined) return object;
    return { ...object, value: this.decryptor.value(object.value, object.num, object.gen) };
  }

  #objectStream(container: number, lookup: EntryLookup): ObjectStream {
    const entry = lookup(container);
    if (entry?.type !== 'offset') throw pdfInvalid(`object stream ${container} is missing`);
    const known = this.#objectStreams.get(entry.offset);
    if (known !== undefined) return known;
    if (this.#opening.has(entry.offset)) throw pdfInvalid('an object stream needs itself', entry.offset);
    this.#opening.add(entry.offset);
    try {
      const opened = this.#openObjectStream(new PdfRef(container, entry.gen), entry.offset, lookup);
      this.#objectStreams.set(entry.offset, opened);
      return opened;
    } finally {
      this.#opening.delete(entry.offset);
    }
  }

  #openObjectStream(ref: PdfRef, offset: number, lookup: EntryLookup): ObjectStream {
    const stream = this.objectAt(offset, ref).value;
    if (!(stream instanceof PdfStream)) throw pdfInvalid(`object ${ref.num} is no stream`, offset);
    const data = this.streamData(stream, lookup);
    // All object streams stay in memory: together they count as one.
    assertWithin('inflatedBytes', this.#inflated + data.length, this.limits);
    const opened = readObjectStream(stream, data, this.limits.pdfDepth);
    this.#inflated += data.length;
    return opened;
  }

  /** The value behind a reference, or the value itself; missing objects are undefined. */
  resolve(value: PdfObject | undefined, lookup: EntryLookup): PdfObject | undefined {
    let current = value;
    for (let i = 0; current instanceof PdfRef; i++) {
      if (i === MAX_REFERENCE_CHAIN) throw pdfInvalid('references that lead to references without end');
      const entry = lookup(current.num);
      current = entry === undefined ? undefined : this.read(current, entry, lookup)?.value;
    }
    return current ?? undefined;
  }

  /** Length of the raw data of a stream, and the offset after its `endobj`. */
  extent(stream: PdfStream, lookup: EntryLookup): { readonly length: number; readonly end: number } {
    return streamExtent(this.bytes, stream, (value) => this.resolve(value, lookup));
  }

  /** Raw bytes of a stream (decrypted where the file is), and the offset after its `endobj`. */
  rawData(stream: PdfStream, lookup: EntryLookup): { readonly raw: Uint8Array; readonly end: number } {
    const { raw, end } = rawStreamData(this.bytes, stream, (value) => this.resolve(value, lookup));
    return { raw: this.decryptor?.data(stream, raw) ?? raw, end };
  }

  /** Decoded data of a stream, bounded by `limits.inflatedBytes`. Encrypted data that nobody opened comes out as it is. */
  streamData(
    stream: PdfStream,
    lookup: EntryLookup,
    maxBytes: number = this.limits.inflatedBytes,
  ): Uint8Array {
    const resolve = (value: PdfObject | undefined): PdfObject | undefined => this.resolve(value, lookup);
    return decodeStream(stream.dict, this.rawData(stream, lookup).raw, resolve, maxBytes);
  }
}

const MAX_REFERENCE_CHAIN = 32;
