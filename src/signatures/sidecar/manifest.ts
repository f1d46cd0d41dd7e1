import {
  canonicalJsonBytes,
  type JsonValue,
  readCanonicalJson,
  toHex,
  YinxinError,
} from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';

/** What a sidecar carries. */
export const SIDECAR_KINDS = ['certificate', 'crl', 'ocsp-response', 'issuer-list'] as const;

/** One of {@link SIDECAR_KINDS}. */
export type SidecarKind = (typeof SIDECAR_KINDS)[number];

/** Digest that ties file and entries to the manifest. */
export type SidecarHash = 'sha256' | 'sm3';

/** One entry as the manifest lists it. */
export interface ManifestEntry {
  readonly name: string;
  readonly kind: SidecarKind;
  /** Hex, by the hash of the manifest. */
  readonly digest: string;
}

/** The file that says what belongs to a sidecar; timestamps are over its bytes. */
export interface Manifest {
  readonly hash: SidecarHash;
  /** The file that the data is for. */
  readonly file: { readonly size: number; readonly digest: string };
  readonly entries: readonly ManifestEntry[];
}

export const MANIFEST_NAME = 'validation-data.json';
const SCHEMA = 'yinxin.validation-data/1';
/** Entries of one sidecar: forty signatures of as many CAs need some 200. */
export const MAX_ENTRIES = 2000;

/** Canonical JSON (RFC 8785): one manifest has one form of bytes. */
export function writeManifest({ hash, file, entries }: Manifest): Uint8Array {
  const value: JsonValue = {
    schema: SCHEMA,
    hash,
    file: { size: file.size, digest: file.digest },
    entries: entries.map(({ name, kind, digest: value }) => ({ name, kind, digest: value })),
  };
  return canonicalJsonBytes(value);
}

/** Reads a manifest strictly: canonical form, known fields, no more. VALIDATION_DATA_INVALID. */
export function readManifest(bytes: Uint8Array): Manifest {
  const value = asObject(parse(bytes), ['schema', 'hash', 'file', 'entries']);
  if (value['schema'] !== SCHEMA) throw invalid('it is of another schema');
  const { hash } = value;
  if (hash !== 'sha256' && hash !== 'sm3') throw invalid('its hash is not known');
  const file = asObject(value['file'], ['size', 'digest']);
  const { size } = file;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw invalid('the size of the file is none');
  const { entries } = value;
  if (!Array.isArray(entries) || entries.length > MAX_ENTRIES)
    throw invalid('its entries are no list, or too many');
  return {
    hash,
    file: { size, digest: asDigest(file['digest']) },
    entries: entries.map(readEntry),
  };
}

/** Hex of the digest of bytes. */
export function hexDigest(hash: SidecarHash, bytes: Uint8Array): string {
  return toHex(digest(hash, bytes));
}

function readEntry(value: unknown): ManifestEntry {
  const entry = asObject(value, ['name', 'kind', 'digest']);
  const { name, kind } = entry;
  if (typeof name !== 'string' || name === '' || name.length > 200)
    throw invalid('the name of an entry is none');
  if (!SIDECAR_KINDS.includes(kind as SidecarKind)) throw invalid('an entry is of an unknown kind');
  return { name, kind: kind as SidecarKind, digest: asDigest(entry['digest']) };
}

function parse(bytes: Uint8Array): unknown {
  const read = readCanonicalJson(bytes);
  if ('value' in read) return read.value;
  throw new YinxinError('VALIDATION_DATA_INVALID', `${MANIFEST_NAME} ${read.fault}`, { cause: read.cause });
}

function asObject(value: unknown, fields: readonly string[]): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const names = isObject ? Object.keys(value) : [];
  if (names.length !== fields.length || !fields.every((field) => names.includes(field))) {
    throw invalid('it has other fields than it should');
  }
  return value as Record<string, unknown>;
}

function asDigest(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) throw invalid('a digest is none');
  return value;
}

function invalid(message: string): YinxinError {
  return new YinxinError('VALIDATION_DATA_INVALID', `${MANIFEST_NAME}: ${message}`);
}
