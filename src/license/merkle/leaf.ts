import { concatBytes, dayNumber, utf8, YinxinError } from '../../foundation/core/index.ts';
import { digest } from '../../foundation/crypto/index.ts';
import { type CborValue, encodeCbor } from '../cbor/index.ts';

/** The digest of a tree: SM3 beside SM2 signatures, SHA-256 beside ES256. */
export type TreeHash = 'sm3' | 'sha256';

/** A typed field value: text, a whole number, a calendar date, or several texts (several holders). */
export type FieldValue = string | number | { readonly date: string } | readonly string[];

/** One field of a license as a leaf of its tree. */
export interface TreeField {
  readonly key: string;
  readonly value: FieldValue;
}

/** Salts have 16 bytes: guessing a low-entropy value behind a digest needs 2^128 tries. */
export const SALT_BYTES = 16;
/** Salts of one license come from a seed of 32 random bytes. */
export const SALT_SEED_BYTES = 32;

const LEAF = 0x00;
const NODE = 0x01;
const DUMMY = 0x02;
/** RFC 8943: days since 1970-01-01. */
const TAG_DAYS = 100;

/**
 * The salt of one field: the first 16 bytes of H(seed || key in UTF-8). Who holds the seed can check every leaf;
 * a disclosed field gives its own salt only, from which no other follows.
 */
export function saltOf(hash: TreeHash, seed: Uint8Array, key: string): Uint8Array {
  if (seed.length !== SALT_SEED_BYTES) throw new YinxinError('ARGUMENT_INVALID', 'a salt seed has 32 bytes');
  return digest(hash, seed, utf8(key)).slice(0, SALT_BYTES);
}

/** H(0x00 || dCBOR([salt, key, value])): salt, key and value cannot trade bytes with each other. */
export function leafDigest(hash: TreeHash, salt: Uint8Array, key: string, value: FieldValue): Uint8Array {
  return digest(hash, Uint8Array.of(LEAF), encodeCbor([salt, key, cborOfValue(value)]));
}

/** A leaf that fills the tree up to a power of two; its own prefix keeps it from ever passing as a field. */
export function dummyDigest(hash: TreeHash, seed: Uint8Array, index: number): Uint8Array {
  return digest(hash, concatBytes(Uint8Array.of(DUMMY), seed, encodeCbor(index)));
}

/** H(0x01 || left || right), as in RFC 6962 2.1. */
export function nodeDigest(hash: TreeHash, left: Uint8Array, right: Uint8Array): Uint8Array {
  return digest(hash, Uint8Array.of(NODE), left, right);
}

/** The CBOR form of a value: text, integer, day number under tag 100, array of texts. */
export function cborOfValue(value: FieldValue): CborValue {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if ('date' in value) return { tag: TAG_DAYS, value: dayNumber(value.date) };
  return [...value];
}
