import { platform } from '#platform';
import { YinxinError } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import type { Encryptor } from './encryption/index.ts';
import { isPdfArray, PdfDict, PdfName, type PdfObject, PdfRef, PdfString } from './object.ts';
import { PartWriter } from './part-writer.ts';
import { type NewStream, type RawToken, serializeDict, serializeValue, writeObject } from './serializer.ts';
import { isWhite, pdfInvalid } from './syntax.ts';

interface Written {
  readonly num: number;
  readonly gen: number;
  readonly body: string | NewStream;
}

/** Where the objects of a finished update stand in the file. */
export interface FinishedUpdate {
  /** To be appended to the file. */
  readonly bytes: Uint8Array;
  /** Offset in the file after the last byte of each object written, by number. */
  readonly ends: ReadonlyMap<number, number>;
}

/** Of a trailer, or of a cross-reference stream, which is its own (ISO 32000-1, tables 5, 15 and 17). */
const OWN_TO_A_SECTION: ReadonlySet<string> = new Set([
  ...['Size', 'Prev', 'XRefStm', 'Type', 'Index', 'W', 'Length', 'Filter', 'DecodeParms', 'DL'],
]);

/** A cross-reference table gives an offset ten digits. */
const MAX_TABLE_OFFSET = 9_999_999_999;

/**
 * An incremental update (ISO 32000-1, 7.5.6): objects added or replaced behind the original bytes, which stay as
 * they are. Written in the style of the file: a table after a table, a stream after a stream.
 */
export class IncrementalUpdate {
  readonly #document: PdfDocument;
  readonly #written = new Map<number, Written>();
  readonly #encryptor: Encryptor | undefined;
  #next: number;

  constructor(document: PdfDocument) {
    this.#document = document;
    this.#encryptor = document.reader.decryptor?.encryptor();
    this.#next = document.nextObjectNumber;
  }

  /** A number for a new object. */
  allocate(): PdfRef {
    return new PdfRef(this.#next++);
  }

  /** Writes a new object or the new state of an old one. */
  set(ref: PdfRef, body: PdfObject | NewStream): void {
    const isNewStream = body !== null && typeof body === 'object' && 'data' in body;
    if (isNewStream) this.#put(ref, this.#encryptedStream(ref, body));
    else this.#put(ref, serializeValue(this.#encrypted(ref, body)));
  }

  /** Writes a dictionary with placeholders. */
  setWithTokens(ref: PdfRef, dict: PdfDict, tokens: Readonly<Record<string, RawToken>>): void {
    this.#put(ref, serializeDict(this.#encrypted(ref, dict), tokens));
  }

  /** Strings of an encrypted file; placeholders stay plain, as the value of a signature must (7.6.1). */
  #encrypted<T extends PdfObject>({ num, gen }: PdfRef, value: T): T {
    return this.#encryptor === undefined ? value : this.#encryptor.value(value, num, gen);
  }

  #encryptedStream(ref: PdfRef, { dict, data }: NewStream): NewStream {
    if (this.#encryptor === undefined) return { dict, data };
    const sealed = this.#encryptor.data(dict, data, ref.num, ref.gen);
    return { dict: this.#encrypted(ref, dict), data: sealed };
  }

  add(body: PdfObject | NewStream): PdfRef {
    const ref = this.allocate();
    this.set(ref, body);
    return ref;
  }

  #put(ref: PdfRef, body: string | NewStream): void {
    this.#written.set(ref.num, { num: ref.num, gen: ref.gen, body });
  }

  /** The bytes to append. */
  finish(): FinishedUpdate {
    const { bytes } = this.#document;
    const startxref = this.#document.startxref;
    if (startxref === undefined) throw pdfInvalid('a repaired file takes no update');
    const out = new PartWriter();
    const at = (): number => bytes.size + out.length;
    if (!isWhite(bytes.slice(bytes.size - 1, 1)[0])) out.text('\n');
    const offsets = new Map<number, number>();
    const ends = new Map<number, number>();
    const objects = [...this.#written.values()].sort((a, b) => a.num - b.num);
    for (const object of objects) {
      offsets.set(object.num, at());
      writeObject(out, object.num, object.gen, object.body);
      ends.set(object.num, at());
    }
    const id = this.#fileIdentifier(out);
    const xrefAt = at();
    if (this.#document.style === 'stream') this.#writeStream(out, objects, offsets, xrefAt, id, startxref);
    else this.#writeTable(out, objects, offsets, id, startxref);
    out.text(`startxref\n${xrefAt}\n%%EOF\n`);
    return { bytes: out.bytes(), ends };
  }

  /**
   * The first half of /ID stays, the second changes with the content (14.4). It comes from a digest instead of
   * a clock, so that equal input gives equal output.
   */
  #fileIdentifier(out: PartWriter): PdfObject | undefined {
    const old = this.#document.resolve(this.#document.trailer.get('ID'));
    if (!isPdfArray(old) || old.length !== 2) return undefined;
    const first = this.#document.resolve(old[0]);
    const second = this.#document.resolve(old[1]);
    if (!(first instanceof PdfString) || !(second instanceof PdfString)) return undefined;
    const hasher = platform.createHasher('sha256').update(second.bytes);
    for (const part of out.parts()) hasher.update(part);
    return [new PdfString(first.bytes, true), new PdfString(hasher.digest().slice(0, 16), true)];
  }

  /** All entries of the trailer before (7.5.6), but those that say where and how its own section is stored. */
  #trailer(size: number, id: PdfObject | undefined, prev: number): PdfDict {
    const entries = [...this.#document.trailer.entries].filter(([key]) => !OWN_TO_A_SECTION.has(key));
    return new PdfDict(new Map(entries)).with({ Size: size, ID: id, Prev: prev });
  }

  #writeTable(
    out: PartWriter,
    objects: readonly Written[],
    offsets: ReadonlyMap<number, number>,
    id: PdfObject | undefined,
    prev: number,
  ): void {
    let text = 'xref\n';
    for (const run of consecutive(objects)) {
      text += `${run[0]!.num} ${run.length}\n`;
      for (const object of run) {
        const offset = offsets.get(object.num)!;
        if (offset > MAX_TABLE_OFFSET) {
          throw new YinxinError(
            'PDF_UNSUPPORTED',
            'a file above 10 GB needs cross-reference streams to be updated',
          );
        }
        text += `${String(offset).padStart(10, '0')} ${String(object.gen).padStart(5, '0')} n \n`;
      }
    }
    out.text(`${text}trailer\n${serializeDict(this.#trailer(this.#next, id, prev))}\n`);
  }

  #writeStream(
    out: PartWriter,
    objects: readonly Written[],
    offsets: ReadonlyMap<number, number>,
    xrefAt: number,
    id: PdfObject | undefined,
    prev: number,
  ): void {
    const own: Written = { num: this.#next, gen: 0, body: '' };
    const all = [...objects, own];
    const width = xrefAt < 2 ** 32 ? 4 : 6;
    const data = new Uint8Array(all.length * (width + 3));
    for (const [i, object] of all.entries()) {
      const at = i * (width + 3);
      const offset = object === own ? xrefAt : offsets.get(object.num)!;
      data[at] = 1;
      for (let k = 0; k < width; k++) data[at + width - k] = Math.floor(offset / 256 ** k) & 0xff;
      data[at + width + 1] = object.gen >> 8;
      data[at + width + 2] = object.gen & 0xff;
    }
    const index = consecutive(all).flatMap((run) => [run[0]!.num, run.length]);
    const dict = PdfDict.of({ Type: new PdfName('XRef'), W: [1, width, 2], Index: index });
    const trailer = this.#trailer(this.#next + 1, id, prev);
    const entries = new Map([...dict.entries, ...trailer.entries]);
    writeObject(out, own.num, 0, { dict: new PdfDict(entries), data });
  }
}

function consecutive(objects: readonly Written[]): Written[][] {
  const runs: Written[][] = [];
  for (const object of objects) {
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1)!.num + 1 === object.num) last.push(object);
    else runs.push([object]);
  }
  return runs;
}
