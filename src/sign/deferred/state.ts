import {
  canonicalJsonBytes,
  fromBase64,
  fromHex,
  isYinxinError,
  type JsonValue,
  type SigningAlgorithm,
  toBase64,
  toHex,
  YinxinError,
} from '../../foundation/core/index.ts';
import { type DigestName, digest, signingSchemeOf } from '../../foundation/crypto/index.ts';

/** Version of {@link DeferredState}. */
const SCHEMA = 'yinxin.deferred/1';

/**
 * What is known of a signature that is prepared and not yet made: plain JSON, to be kept for days wherever it may be
 * kept. Nothing of it is secret, and nothing of it is believed when the signature is completed.
 */
export interface DeferredState {
  readonly schema: typeof SCHEMA;
  readonly format: 'pdf' | 'cms';
  readonly algorithm: SigningAlgorithm;
  /** The signer's certificate and those above it, DER in base64. */
  readonly chain: readonly string[];
  /** ISO 8601 in UTC, milliseconds included. */
  readonly claimedTime: string;
  readonly expiresAt: string;
  /** Digest of what is signed (of a PDF: outside of the gap), by the hash of the algorithm; hex. */
  readonly digest: string;
  /** PDF: the signature field. */
  readonly field?: string;
  /** Further signed attributes, DER in base64. */
  readonly signedAttributes: readonly string[];
}

/** The state, read. */
export interface ReadState {
  readonly format: 'pdf' | 'cms';
  readonly algorithm: SigningAlgorithm;
  readonly hash: DigestName;
  readonly chain: readonly Uint8Array[];
  readonly claimedTime: Date;
  readonly expiresAt: Date;
  readonly digest: Uint8Array;
  readonly field: string | undefined;
  readonly signedAttributes: readonly Uint8Array[];
}

/** Certificates and attributes of one signature: real ones have at most ten. */
const MAX_ITEMS = 32;
/** Base64 of one of them; a seal with its picture takes 100 KB. */
const MAX_TEXT = 4 * 1024 * 1024;

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** The state as JSON. */
export function writeState(state: ReadState): DeferredState {
  const { format, algorithm, field } = state;
  return {
    schema: SCHEMA,
    format,
    algorithm,
    chain: state.chain.map(toBase64),
    claimedTime: state.claimedTime.toISOString(),
    expiresAt: state.expiresAt.toISOString(),
    digest: toHex(state.digest),
    ...(field === undefined ? {} : { field }),
    signedAttributes: state.signedAttributes.map(toBase64),
  };
}

/** SHA-256 of the state in canonical JSON (RFC 8785), hex: whoever keeps it apart knows the state when it comes back. */
export function fingerprintOf(state: DeferredState): string {
  return toHex(digest('sha256', canonicalJsonBytes(state as unknown as JsonValue)));
}

/** Reads a state strictly: every field of its kind, none beside. DEFERRED_STATE_INVALID. */
export function readState(state: DeferredState): ReadState {
  try {
    return parse(state);
  } catch (cause) {
    if (isYinxinError(cause, 'DEFERRED_STATE_INVALID')) throw cause;
    throw invalid('it cannot be read', cause);
  }
}

const FIELDS: ReadonlySet<string> = new Set([
  ...['schema', 'format', 'algorithm', 'chain', 'claimedTime', 'expiresAt', 'digest', 'field'],
  'signedAttributes',
]);

function parse(state: DeferredState): ReadState {
  if (typeof state !== 'object' || state === null) throw invalid('it is no object');
  for (const key of Object.keys(state))
    if (!FIELDS.has(key)) throw invalid('it holds a field that is not known');
  const { schema, format, algorithm, field } = state;
  if (schema !== SCHEMA) throw invalid('it is of another version');
  if (format !== 'pdf' && format !== 'cms') throw invalid('its format is not known');
  if ((format === 'pdf') !== (typeof field === 'string')) throw invalid('a PDF, and only a PDF, has a field');
  const { hash } = signingSchemeOf(algorithm);
  const chain = octets(state.chain);
  if (chain.length === 0) throw invalid('it names no certificate');
  return {
    format,
    algorithm,
    hash,
    chain,
    claimedTime: time(state.claimedTime),
    expiresAt: time(state.expiresAt),
    digest: fromHex(text(state.digest)),
    field,
    signedAttributes: octets(state.signedAttributes),
  };
}

function octets(list: readonly string[]): Uint8Array[] {
  if (!Array.isArray(list) || list.length > MAX_ITEMS) throw invalid('a list of it is no list, or too long');
  return list.map((item: string) => fromBase64(text(item)));
}

function text(value: string): string {
  if (typeof value !== 'string' || value.length > MAX_TEXT)
    throw invalid('a text of it is none, or too long');
  return value;
}

function time(value: string): Date {
  const parsed = new Date(TIME.test(text(value)) ? value : Number.NaN);
  if (Number.isNaN(parsed.getTime())) throw invalid('a time of it is none');
  return parsed;
}

function invalid(why: string, cause?: unknown): YinxinError {
  return new YinxinError(
    'DEFERRED_STATE_INVALID',
    `the state of the prepared signature is not as it was written: ${why}; prepare the signature anew`,
    cause === undefined ? {} : { cause },
  );
}
