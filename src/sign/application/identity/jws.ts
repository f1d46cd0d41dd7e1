import {
  fromBase64,
  type JsonValue,
  latin1,
  toBase64,
  utf8,
  YinxinError,
} from '../../../foundation/core/index.ts';
import { readStrictJson } from './strict-json.ts';

/** A JWS in compact form, taken apart; nothing is verified. */
export interface CompactJws {
  readonly alg: string;
  readonly kid: string | undefined;
  /** What is signed: header, point, payload, as they stand. */
  readonly signingInput: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
}

/** A token with a picture in it would be no token. */
const MAX_BYTES = 64 * 1024;

/**
 * Takes a compact JWS apart (RFC 7515 5.2), strictly: three parts in canonical base64url, header names once, no `crit`
 * and no `b64` (RFC 7797), for none is understood. Keys inside the header (`jwk`, `x5c`, `jku`) are never used. Throws
 * APPLICATION_INVALID.
 */
export function parseCompactJws(bytes: Uint8Array): CompactJws {
  if (bytes.length > MAX_BYTES) throw invalid(`it is larger than ${MAX_BYTES} bytes`);
  const parts = latin1(bytes).split('.');
  const [header, payload, signature] = parts;
  if (header === undefined || payload === undefined || signature === undefined || parts.length !== 3)
    throw invalid('it has not three parts');
  const fields = headerOf(decode(header));
  const { alg, kid } = fields;
  if ('crit' in fields || 'b64' in fields) throw invalid('it demands extensions that are not understood');
  if (typeof alg !== 'string') throw invalid('its header names no algorithm');
  if (kid !== undefined && typeof kid !== 'string') throw invalid('its key id is no text');
  return {
    alg,
    kid,
    signingInput: utf8(`${header}.${payload}`),
    payload: decode(payload),
    signature: decode(signature),
  };
}

function headerOf(bytes: Uint8Array): { readonly [name: string]: JsonValue } {
  const value = readStrictJson(bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('its header is no object');
  return value as { readonly [name: string]: JsonValue };
}

/** Without padding, and with no bits that are not read: one value has one spelling. */
function decode(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) throw invalid('it is no base64url');
  const padded = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .padEnd(Math.ceil(text.length / 4) * 4, '=');
  const bytes = fromBase64(padded);
  if (toBase64(bytes) !== padded) throw invalid('it is no canonical base64url');
  return bytes;
}

function invalid(message: string): YinxinError {
  return new YinxinError('APPLICATION_INVALID', `the JWS is malformed: ${message}`);
}
