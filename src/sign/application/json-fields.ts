import { type JsonValue, readCanonicalJson, YinxinError } from '../../foundation/core/index.ts';

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;

/** Parses canonical JSON (RFC 8785): any other spelling, double keys among them, is APPLICATION_INVALID. */
export function parseCanonical(bytes: Uint8Array, what: string): JsonValue {
  const read = readCanonicalJson(bytes);
  if ('value' in read) return read.value;
  throw new YinxinError('APPLICATION_INVALID', `${what} ${read.fault}`, { cause: read.cause });
}

/** Takes the fields of an object one by one; what is left over at the end is refused. */
export class JsonFields {
  readonly #fields: Map<string, JsonValue>;
  readonly #where: string;

  constructor(value: JsonValue | undefined, where: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw invalid(where, 'is no object');
    this.#fields = new Map(Object.entries(value as { readonly [key: string]: JsonValue }));
    this.#where = where;
  }

  /** A required, non-empty text. */
  text(name: string): string {
    const value = this.#take(name);
    if (typeof value !== 'string' || value.trim() === '')
      throw invalid(this.#path(name), 'is missing or empty');
    return value;
  }

  /** `{ [name]: text }` when present, else `{}`: spreads into an object with exact optional properties. */
  optional<K extends string>(name: K): { readonly [P in K]?: string } {
    return this.#fields.has(name) ? ({ [name]: this.text(name) } as { [P in K]: string }) : {};
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.text(name);
    const found = allowed.find((a) => a === value);
    if (found === undefined) throw invalid(this.#path(name), `is not one of ${allowed.join(', ')}`);
    return found;
  }

  /** A time in the one form the library writes. */
  time(name: string): string {
    const value = this.text(name);
    if (!TIME.test(value) || !isOfTheCalendar(value)) {
      throw invalid(this.#path(name), 'is no time like 2026-11-23T01:02:03Z');
    }
    return value;
  }

  hex(name: string, length: number): string {
    const value = this.text(name);
    if (!/^[0-9a-f]*$/.test(value) || value.length !== 2 * length) {
      throw invalid(this.#path(name), `is not a digest of ${length} bytes in hex`);
    }
    return value;
  }

  size(name: string): number {
    const value = this.#take(name);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      throw invalid(this.#path(name), 'is no size');
    }
    return value;
  }

  object(name: string): JsonFields {
    return new JsonFields(this.#take(name), this.#path(name));
  }

  /** A list of names out of a few, each once. */
  textsOf<T extends string>(name: string, allowed: readonly T[]): T[] {
    return this.texts(name).map((text) => {
      const found = allowed.find((a) => a === text);
      if (found === undefined) throw invalid(this.#path(name), `holds none of ${allowed.join(', ')}`);
      return found;
    });
  }

  /** A list of texts, each once; at least one where `min` says nothing else. */
  texts(name: string, min: number = 1): string[] {
    const value = this.#take(name);
    if (!Array.isArray(value) || value.length < min) throw invalid(this.#path(name), 'is no list, or empty');
    const texts = value.filter((item): item is string => typeof item === 'string' && item.trim() !== '');
    if (texts.length !== value.length || new Set(texts).size !== texts.length)
      throw invalid(this.#path(name), 'holds something that is no text, or a text twice');
    return texts;
  }

  /** Each item of an array as an object. */
  objects<T>(name: string, read: (item: JsonFields) => T): T[] {
    const value = this.#take(name);
    if (!Array.isArray(value)) throw invalid(this.#path(name), 'is no list');
    return value.map((item: JsonValue, i) => {
      const fields = new JsonFields(item, `${this.#path(name)}[${i}]`);
      const result = read(fields);
      fields.end();
      return result;
    });
  }

  /** Reads a nested object to its end. */
  nested<T>(name: string, read: (item: JsonFields) => T): T {
    const fields = this.object(name);
    const result = read(fields);
    fields.end();
    return result;
  }

  end(): void {
    const [left] = this.#fields.keys();
    if (left !== undefined) throw invalid(this.#path(left), 'is not known');
  }

  #take(name: string): JsonValue | undefined {
    const value = this.#fields.get(name);
    this.#fields.delete(name);
    return value;
  }

  #path(name: string): string {
    return `${this.#where}.${name}`;
  }
}

function invalid(where: string, fault: string): YinxinError {
  return new YinxinError('APPLICATION_INVALID', `${where} ${fault}`, { details: { field: where } });
}

/** `Date.parse` alone takes February 30 for March 2, and 24:00 for the next day. */
function isOfTheCalendar(time: string): boolean {
  const read = Date.parse(time);
  return !Number.isNaN(read) && new Date(read).toISOString().slice(0, 19) === time.slice(0, 19);
}
