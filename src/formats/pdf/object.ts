/** A name, decoded: `/A#20B` has the value `A B`. Each character is one byte (ISO 8859-1). */
export class PdfName {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

/**
 * A string. `start` and `end` are offsets of its token in the buffer it was read from (the file, for objects
 * outside object streams): a signature is located by them, never by searching.
 */
export class PdfString {
  readonly bytes: Uint8Array;
  readonly hex: boolean;
  readonly start: number;
  readonly end: number;
  constructor(bytes: Uint8Array, hex = false, start = -1, end = -1) {
    this.bytes = bytes;
    this.hex = hex;
    this.start = start;
    this.end = end;
  }
}

/** An indirect reference `num gen R`. */
export class PdfRef {
  readonly num: number;
  readonly gen: number;
  constructor(num: number, gen = 0) {
    this.num = num;
    this.gen = gen;
  }
}

/**
 * A dictionary, keys decoded and without the slash. A key given twice keeps its first value and is named in
 * `duplicateKeys`: readers disagree about it, so whoever relies on such a key must refuse.
 */
export class PdfDict {
  readonly entries: ReadonlyMap<string, PdfObject>;
  readonly duplicateKeys: readonly string[];
  constructor(entries: ReadonlyMap<string, PdfObject>, duplicateKeys: readonly string[] = []) {
    this.entries = entries;
    this.duplicateKeys = duplicateKeys;
  }

  /** The value as stored (a reference stays one); null counts as absent (ISO 32000-1, 7.3.7). */
  get(key: string): PdfObject | undefined {
    return this.entries.get(key) ?? undefined;
  }

  /** A copy with keys set, or removed where the value is undefined. */
  with(changes: Readonly<Record<string, PdfObject | undefined>>): PdfDict {
    const entries = new Map(this.entries);
    for (const key of Object.keys(changes)) {
      const value = changes[key];
      if (value === undefined) entries.delete(key);
      else entries.set(key, value);
    }
    return new PdfDict(entries);
  }

  /** A dictionary from a plain record; undefined values are left out. */
  static of(record: Readonly<Record<string, PdfObject | undefined>>): PdfDict {
    const entries = new Map<string, PdfObject>();
    for (const key of Object.keys(record)) {
      const value = record[key];
      if (value !== undefined) entries.set(key, value);
    }
    return new PdfDict(entries);
  }
}

/**
 * A stream: its dictionary, and where its raw data starts in the file. The data is read on demand. `owner` is the
 * indirect object that it is: its number takes part in encryption.
 */
export class PdfStream {
  readonly dict: PdfDict;
  readonly start: number;
  readonly owner: PdfRef | undefined;
  constructor(dict: PdfDict, start: number, owner?: PdfRef) {
    this.dict = dict;
    this.start = start;
    this.owner = owner;
  }
}

/** Any value of a PDF. Integers and reals are both numbers. */
export type PdfObject =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfRef
  | PdfDict
  | PdfStream
  | PdfArray;

/** An array of values. */
export type PdfArray = readonly PdfObject[];

/** True for an array value. */
export function isPdfArray(value: PdfObject | undefined): value is PdfArray {
  return Array.isArray(value);
}

/** The name's text, or undefined for anything but a name. */
export function nameOf(value: PdfObject | undefined): string | undefined {
  return value instanceof PdfName ? value.value : undefined;
}

/** A non-negative integer, or undefined. */
export function countOf(value: PdfObject | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
