import {
  canonicalJsonBytes,
  fromBase64,
  isYinxinError,
  type JsonValue,
  readCanonicalJson,
  toBase64,
  YinxinError,
} from '../../foundation/core/index.ts';
import type { DisclosedField, FieldValue } from '../merkle/index.ts';

/** A disclosure as read: what it says, before anybody believed it. */
export interface LicenseDisclosure {
  /** The signed code of the license (LicenseQR v1) as text: it carries the root. */
  readonly code: string;
  readonly fields: readonly DisclosedField[];
}

const SCHEMA = 'yinxin.license-disclosure/1';
/** A license has at most 1,024 fields, each with a path of ten digests. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_FIELDS = 1024;
const MAX_PATH = 10;

/** A disclosure as a file: canonical JSON (RFC 8785). */
export function writeDisclosure({ code, fields }: LicenseDisclosure): Uint8Array {
  return canonicalJsonBytes({
    schema: SCHEMA,
    code,
    fields: fields.map(({ key, value, salt, index, path }) => ({
      key,
      value: value as JsonValue,
      salt: toBase64(salt),
      index,
      path: path.map(toBase64),
    })),
  });
}

/**
 * Reads a disclosure, strictly: canonical JSON of at most 4 MiB with exactly these members. LICENSE_INVALID,
 * LIMIT_EXCEEDED. No signature and no proof is checked: take `verifyLicenseDisclosure`.
 */
export function readDisclosure(file: Uint8Array): LicenseDisclosure {
  if (file.length > MAX_BYTES) throw new YinxinError('LIMIT_EXCEEDED', 'a disclosure has at most 4 MiB');
  const { schema, code, fields, ...rest } = record(parse(file));
  if (schema !== SCHEMA || typeof code !== 'string' || Object.keys(rest).length > 0)
    invalid('has other members');
  if (!Array.isArray(fields) || fields.length === 0 || fields.length > MAX_FIELDS)
    invalid('has no list of fields');
  const read = (fields as readonly JsonValue[]).map(fieldOf);
  if (new Set(read.map(({ key }) => key)).size !== read.length) invalid('has a field twice');
  return { code: code as string, fields: read };
}

function fieldOf(value: JsonValue): DisclosedField {
  const { key, value: content, salt, index, path, ...rest } = record(value);
  const whole =
    typeof key === 'string' && typeof salt === 'string' && Number.isInteger(index) && Array.isArray(path);
  if (!whole || Object.keys(rest).length > 0 || path.length > MAX_PATH || !isFieldValue(content))
    invalid('has a field of another form');
  return {
    key: key as string,
    value: content as FieldValue,
    salt: bytesOf(salt),
    index: index as number,
    path: (path as readonly JsonValue[]).map(bytesOf),
  };
}

function isFieldValue(value: unknown): value is FieldValue {
  if (typeof value === 'string' || Number.isSafeInteger(value)) return true;
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string');
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).length === 1 && typeof (value as { date?: unknown }).date === 'string';
}

function bytesOf(value: JsonValue | undefined): Uint8Array {
  if (typeof value !== 'string') invalid('has a field of another form');
  try {
    const bytes = fromBase64(value as string);
    if (toBase64(bytes) === value) return bytes;
  } catch (error) {
    if (!isYinxinError(error)) throw error;
  }
  return invalid('has a digest that is no base64');
}

function parse(file: Uint8Array): JsonValue {
  const read = readCanonicalJson(file);
  return 'value' in read ? read.value : invalid(read.fault);
}

function record(value: JsonValue): Readonly<Record<string, JsonValue>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) invalid('has other members');
  return value as Readonly<Record<string, JsonValue>>;
}

function invalid(fault: string): never {
  throw new YinxinError('LICENSE_INVALID', `the disclosure ${fault}`);
}
