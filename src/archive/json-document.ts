import { formatTime, type JsonValue, readCanonicalJson, type YinxinError } from '../foundation/core/index.ts';

/** Fields of an object by name: every one that was asked for, and no other. */
export type JsonFields<N extends string> = Readonly<Record<N, JsonValue>>;

/** Reads documents strictly: each value is of the kind that is asked for, or the error of the reader is thrown. */
export interface JsonReader {
  /** Canonical JSON (RFC 8785) of a schema with these fields. */
  document<N extends string>(bytes: Uint8Array, schema: string, names: readonly N[]): JsonFields<N>;
  fields<N extends string>(value: JsonValue, names: readonly N[]): JsonFields<N>;
  has(value: JsonValue, name: string): boolean;
  list(value: JsonValue): readonly JsonValue[];
  text(value: JsonValue): string;
  /** A whole number from 0. */
  whole(value: JsonValue): number;
  /** A time as {@link formatTime} writes it. */
  time(value: JsonValue): Date;
  /** A digest of 32 bytes in lower-case hex. */
  hex(value: JsonValue): string;
  oneOf<T extends string>(value: JsonValue, known: readonly T[]): T;
}

/** See {@link JsonReader}; `invalid` makes the error. */
export function jsonReader(invalid: (message: string) => YinxinError): JsonReader {
  const text = (value: JsonValue): string => {
    if (typeof value !== 'string') throw invalid('a text is none');
    return value;
  };
  const fields = <N extends string>(value: JsonValue, names: readonly N[]): JsonFields<N> => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw invalid('a field is no object');
    if (Object.keys(value).length !== names.length || !names.every((name) => Object.hasOwn(value, name))) {
      throw invalid('it lacks a field, or has one that nobody knows');
    }
    return value as JsonFields<N>;
  };
  return {
    fields,
    text,
    document(bytes, schema, names) {
      const reading = readCanonicalJson(bytes);
      if ('fault' in reading) throw invalid(`it ${reading.fault}`);
      const { schema: found, ...json } = fields(reading.value, ['schema', ...names]);
      if (found !== schema) throw invalid('it is of another schema');
      return json as JsonFields<(typeof names)[number]>;
    },
    has: (value, name) => typeof value === 'object' && value !== null && Object.hasOwn(value, name),
    list(value) {
      if (!Array.isArray(value)) throw invalid('a list is none');
      return value;
    },
    whole(value) {
      if (!Number.isSafeInteger(value) || (value as number) < 0) throw invalid('a number is none');
      return value as number;
    },
    time(value) {
      const found = new Date(text(value));
      if (Number.isNaN(found.getTime()) || formatTime(found) !== value) throw invalid('a time is none');
      return found;
    },
    hex(value) {
      if (!/^[0-9a-f]{64}$/.test(text(value))) throw invalid('a digest is none');
      return value as string;
    },
    oneOf(value, known) {
      const found = known.find((name) => name === value);
      if (found === undefined) throw invalid('a word is none of those known');
      return found;
    },
  };
}
