import { createCurrentHasher } from '#platform';
import type { Hasher } from '../platform/index.ts';
import { hmac } from '../platform/portable/index.ts';
import { currentDigest } from './digest.ts';

/** SM3 (GB/T 32905-2016). */
export interface Sm3Api {
  /** 32 bytes over the chunks in order. */
  digest(...chunks: readonly Uint8Array[]): Uint8Array;
  create(): Hasher;
  /** HMAC with SM3 (GB/T 15852.2). */
  hmac(key: Uint8Array, message: Uint8Array): Uint8Array;
}

/** SM3 and its HMAC. */
export const sm3: Sm3Api = {
  digest: (...chunks: readonly Uint8Array[]): Uint8Array => currentDigest('sm3', ...chunks),
  create: (): Hasher => createCurrentHasher('sm3'),
  hmac: (key: Uint8Array, message: Uint8Array): Uint8Array => hmac(createCurrentHasher, 'sm3', key, message),
};
