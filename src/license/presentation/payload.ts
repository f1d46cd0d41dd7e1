import { YinxinError } from '../../foundation/core/index.ts';
import { MAX_CODE_BYTES } from '../carrier/index.ts';
import { type CborKey, type CborValue, decodeCbor, encodeCbor } from '../cbor/index.ts';

/** What a presentation (亮证) says: this license, now, by the key that may. */
export interface PresentationPayload {
  /** COSE bytes of the license's own code. */
  readonly code: Uint8Array;
  /** Public key that presents, SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  readonly presentedAt: Date;
  readonly expiresAt: Date;
  /** What the verifier gave to be signed. */
  readonly nonce?: Uint8Array;
}

/** `typ` of the signed presentation: a value made for anything else never passes as one. */
export const PRESENTATION_TYPE = 'application/yinxin-license-presentation+cwt';
/** A presentation lives a minute at most. */
export const MAX_LIFETIME_SECONDS = 60;

/** CWT claims (RFC 8392), the nonce of RFC 9711, and one private claim. */
const CLAIM = { expires: 4, issued: 6, nonce: 10, presentation: -70304 } as const;
const KEY = { code: 1, publicKey: 2 } as const;
const MIN_NONCE = 8;
const MAX_NONCE = 64;

/** Deterministic CBOR of a presentation. ARGUMENT_INVALID for a nonce that is not 8 to 64 bytes long. */
export function encodePresentation(payload: PresentationPayload): Uint8Array {
  const { code, publicKey, presentedAt, expiresAt, nonce } = payload;
  if (nonce !== undefined && !isNonce(nonce)) {
    throw new YinxinError('ARGUMENT_INVALID', `a nonce has ${MIN_NONCE} to ${MAX_NONCE} bytes`);
  }
  const claims = new Map<CborKey, CborValue>([
    [CLAIM.issued, seconds(presentedAt)],
    [CLAIM.expires, seconds(expiresAt)],
    [
      CLAIM.presentation,
      new Map<CborKey, CborValue>([
        [KEY.code, code],
        [KEY.publicKey, publicKey],
      ]),
    ],
  ]);
  if (nonce !== undefined) claims.set(CLAIM.nonce, nonce);
  return encodeCbor(claims);
}

/** Reads a presentation strictly: known claims alone, each of its type. @throws QR_INVALID, CBOR_INVALID. */
export function decodePresentation(bytes: Uint8Array): PresentationPayload {
  const claims = mapOf(decodeCbor(bytes, { maxBytes: MAX_CODE_BYTES }), Object.values(CLAIM));
  const parts = mapOf(claims.get(CLAIM.presentation), Object.values(KEY));
  const code = parts.get(KEY.code);
  const publicKey = parts.get(KEY.publicKey);
  const nonce = claims.get(CLAIM.nonce);
  if (!(code instanceof Uint8Array) || !(publicKey instanceof Uint8Array)) throw invalid();
  if (nonce !== undefined && !isNonce(nonce)) throw invalid();
  return {
    code,
    publicKey,
    presentedAt: timeOf(claims.get(CLAIM.issued)),
    expiresAt: timeOf(claims.get(CLAIM.expires)),
    ...(nonce === undefined ? {} : { nonce }),
  };
}

function isNonce(value: CborValue): value is Uint8Array {
  return value instanceof Uint8Array && value.length >= MIN_NONCE && value.length <= MAX_NONCE;
}

function mapOf(value: CborValue | undefined, known: readonly number[]): ReadonlyMap<CborKey, CborValue> {
  if (!(value instanceof Map)) throw invalid();
  const map = value as ReadonlyMap<CborKey, CborValue>;
  for (const key of map.keys()) if (!known.includes(key as number)) throw invalid();
  return map;
}

function timeOf(value: CborValue | undefined): Date {
  if (typeof value !== 'number' || value < 0 || value > 253_402_300_800) throw invalid();
  return new Date(value * 1000);
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

function invalid(): YinxinError {
  return new YinxinError('QR_INVALID', 'the presentation is not as the profile fixes it: show it anew');
}
