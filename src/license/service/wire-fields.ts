import {
  formatTime,
  fromBase64,
  isYinxinError,
  type JsonValue,
  toBase64,
} from '../../foundation/core/index.ts';

/** What a member of a request may be. */
export type WireType = 'text' | 'texts' | 'time' | 'count' | 'bytes' | 'values';

/** Members of a request by name; a question mark at the end of the type: it may be absent. */
export type WireShape = Readonly<Record<string, WireType | `${WireType}?`>>;

const MAX_TEXT = 65_536;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?(?:Z|[+-]\d{2}:\d{2})$/;

/** The members of a request as they are meant; `undefined`: one is missing, of another type, or not known here. */
export function readWire(data: unknown, shape: WireShape): Readonly<Record<string, unknown>> | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  if (Object.keys(data).some((name) => !Object.hasOwn(shape, name))) return undefined;
  const read: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(shape)) {
    const value = Object.hasOwn(data, name) ? (data as Readonly<Record<string, unknown>>)[name] : undefined;
    if (value === undefined && type.endsWith('?')) continue;
    const meant = READERS[type.replace('?', '') as WireType](value);
    if (meant === undefined) return undefined;
    read[name] = meant;
  }
  return read;
}

/** An answer as JSON: times in ISO 8601, bytes in base64, what is absent left out. */
export function writeWire(value: unknown): JsonValue {
  if (value instanceof Date) return formatTime(value);
  if (value instanceof Uint8Array) return toBase64(value);
  if (Array.isArray(value)) return value.map(writeWire);
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, writeWire(member)]));
}

const READERS: Readonly<Record<WireType, (value: unknown) => unknown>> = {
  text: (value) => (isText(value) ? value : undefined),
  texts: (value) => (Array.isArray(value) && value.length <= 1000 && value.every(isText) ? value : undefined),
  time: timeOf,
  count: (value) => (Number.isSafeInteger(value) ? value : undefined),
  bytes: bytesOf,
  values: (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText)
      ? value
      : undefined,
};

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

function timeOf(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !TIME.test(value)) return undefined;
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return fromBase64(value);
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}
