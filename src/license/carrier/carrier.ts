import { platform } from '#platform';
import type { QrSegment } from '../../formats/qr/index.ts';
import { isYinxinError, YinxinError } from '../../foundation/core/index.ts';
import { fromBase45, toBase45 } from './base45.ts';
import { bytesToDigits, digitsToBytes } from './decimal.ts';
import { normaliseScannedText, type ScanNormalisation } from './scanned-text.ts';

/** Longest COSE bytes taken from a code: QR version 40-L holds 2,953 bytes. */
export const MAX_CODE_BYTES = 3072;
/** Longest text: version 40-L holds 7,089 digits. */
const MAX_CODE_CHARACTERS = 8192;

const HOST =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[0-9]{1,5})?$/;

/** What the bytes are: the code of a license, or a presentation (亮证) of one. Each has texts of its own. */
export type CodeForm = 'license' | 'presentation';

const FORMS: Readonly<Record<CodeForm, { readonly path: string; readonly prefix: string }>> = {
  license: { path: 'v', prefix: 'LC1' },
  presentation: { path: 'p', prefix: 'LP1' },
};

/** Where the code leads: to a page of the issuer (every camera opens it), or to an offline reader. */
export type CodeCarrier = { readonly kind: 'url'; readonly host: string } | { readonly kind: 'offline' };

/** A code ready for drawing: its text, and the same in the densest modes of a QR code. */
export interface CodeText {
  readonly text: string;
  readonly segments: readonly QrSegment[];
}

/**
 * The text of a code. `url`: `https://<host>/v#` and decimal digits; the fragment never leaves the phone.
 * `offline`: `LC1:` and base45, or `LC1Z:` with zlib when that is shorter. A presentation has `/p#` and `LP1:`.
 * @throws ARGUMENT_INVALID for a host that is no lower-case DNS name, QR_TOO_LARGE above 3,072 bytes.
 */
export function carryCode(bytes: Uint8Array, carrier: CodeCarrier, form: CodeForm = 'license'): CodeText {
  const { path, prefix } = FORMS[form];
  if (bytes.length > MAX_CODE_BYTES) throw new YinxinError('QR_TOO_LARGE', 'leave fields out of the code');
  if (carrier.kind === 'url') {
    if (carrier.host.length > 100 || !HOST.test(carrier.host)) {
      throw new YinxinError(
        'ARGUMENT_INVALID',
        'give the host of the verification page as a lower-case DNS name',
      );
    }
    const start = `https://${carrier.host}/${path}#`;
    const digits = bytesToDigits(bytes);
    return {
      text: start + digits,
      segments: [
        { mode: 'byte', data: start },
        { mode: 'numeric', data: digits },
      ],
    };
  }
  const compressed = platform.deflate(bytes);
  const text =
    compressed.length < bytes.length ? `${prefix}Z:${toBase45(compressed)}` : `${prefix}:${toBase45(bytes)}`;
  return { text, segments: [{ mode: 'alphanumeric', data: text }] };
}

/** Bytes read from a code, where they came from, and what was undone on the text. */
export interface CarriedCode {
  readonly bytes: Uint8Array;
  /** The host is the attacker's choice: it is only ever compared with the issuer's own. */
  readonly host?: string;
  readonly normalised: readonly ScanNormalisation[];
}

/**
 * The bytes of a scanned code; see {@link normaliseScannedText} for what is undone first. Bounded in and out.
 * @throws QR_INVALID when the text is no license code, LIMIT_EXCEEDED when it is too long.
 */
export function readCode(scanned: string, form: CodeForm = 'license'): CarriedCode {
  if (scanned.length > MAX_CODE_CHARACTERS) {
    throw new YinxinError('LIMIT_EXCEEDED', 'the text is longer than any QR code holds', {
      details: { limit: 'codeCharacters', allowed: MAX_CODE_CHARACTERS, value: scanned.length },
    });
  }
  const { text, applied } = normaliseScannedText(scanned);
  const { path, prefix } = FORMS[form];
  const url = /^https:\/\/([^/#?]*)\/([a-z])#([0-9]+)$/.exec(text);
  if (url !== null) {
    const [, host, found, digits] = url as unknown as [string, string, string, string];
    if (found !== path || !HOST.test(host)) throw notCode();
    return { bytes: bounded(digitsToBytes(digits)), host, normalised: applied };
  }
  if (text.startsWith(`${prefix}:`))
    return { bytes: bounded(fromBase45(text.slice(4))), normalised: applied };
  if (text.startsWith(`${prefix}Z:`))
    return { bytes: inflated(fromBase45(text.slice(5))), normalised: applied };
  throw notCode();
}

function inflated(compressed: Uint8Array): Uint8Array {
  try {
    const { bytes, consumed } = platform.inflate(compressed, MAX_CODE_BYTES);
    if (consumed !== compressed.length) throw notCode();
    return bytes;
  } catch (error) {
    if (isYinxinError(error, 'INFLATE_INVALID')) throw notCode(error);
    throw error;
  }
}

function bounded(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0 || bytes.length > MAX_CODE_BYTES) throw notCode();
  return bytes;
}

function notCode(cause?: unknown): YinxinError {
  return new YinxinError(
    'QR_INVALID',
    'this is no license code: it starts with https://<host>/v# and digits, or with LC1:',
    cause === undefined ? {} : { cause },
  );
}
