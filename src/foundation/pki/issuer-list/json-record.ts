import { formatTime, fromBase64, type JsonValue, YinxinError } from '../../core/index.ts';

/** Longest text of any field but the certificate. */
const MAX_TEXT = 1024;
/** Control characters, halves of characters, and marks that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** An object of a list whose fields are all known: every field is taken once, and none may be left over. */
export class JsonRecord {
  readonly #fields: Map<string, JsonValue>;
  readonly #where: string;

  constructor(value: JsonValue | undefined, where: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw invalid(`${where} is no object`);
    }
    this.#fields = new Map(Object.entries(value));
    this.#where = where;
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  /** Text of 1 to 1024 characters, none of them control characters. */
  text(name: string): string {
    return this.#text(this.#take(name), name);
  }

  /** A whole number from 1 on that JSON carries exactly. */
  count(name: string): number {
    const value = this.#take(name);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
      throw invalid(`${this.#where}.${name} is no whole number from 1 on`);
    }
    return value;
  }

  /** `2026-11-23T01:02:03Z`, exactly so. */
  time(name: string): Date {
    const text = this.text(name);
    const time = new Date(text);
    const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text);
    if (!shape || Number.isNaN(time.getTime()) || formatTime(time) !== text) {
      throw invalid(`${this.#where}.${name} is no time like 2026-11-23T01:02:03Z`);
    }
    return time;
  }

  /** Canonical base64. */
  bytes(name: string, limit: number): Uint8Array {
    const value = this.#take(name);
    if (typeof value !== 'string' || value.length > Math.ceil(limit / 3) * 4) {
      throw invalid(`${this.#where}.${name} is no base64 of at most ${limit} bytes`);
    }
    return fromBase64(value);
  }

  /** 1 to `limit` different texts. */
  texts(name: string, limit: number): string[] {
    const out = this.array(name, limit).map((value) => this.#text(value, name));
    if (out.length === 0) throw invalid(`${this.#where}.${name} is empty`);
    if (new Set(out).size !== out.length) throw invalid(`${this.#where}.${name} says something twice`);
    return out;
  }

  /** An array of at most `limit` values. */
  array(name: string, limit: number): readonly JsonValue[] {
    const value = this.#take(name);
    if (!Array.isArray(value)) throw invalid(`${this.#where}.${name} is no array`);
    if (value.length > limit) throw invalid(`${this.#where}.${name} holds more than ${limit} values`);
    return value as readonly JsonValue[];
  }

  /** No field may be left that was not taken. */
  end(): void {
    const [left] = this.#fields.keys();
    if (left !== undefined) throw invalid(`${this.#where} holds a field that its schema does not know`);
  }

  #take(name: string): JsonValue {
    const value = this.#fields.get(name);
    if (value === undefined) throw invalid(`${this.#where}.${name} is missing`);
    this.#fields.delete(name);
    return value;
  }

  #text(value: JsonValue, name: string): string {
    if (typeof value !== 'string' || value === '' || value.length > MAX_TEXT || UNSEEN.test(value)) {
      throw invalid(`${this.#where}.${name} is no text of 1 to ${MAX_TEXT} characters`);
    }
    return value;
  }
}

/** The one error of a list that cannot be read. */
export function invalid(message: string): YinxinError {
  return new YinxinError('ISSUER_LIST_INVALID', `the issuer list is malformed: ${message}`);
}
