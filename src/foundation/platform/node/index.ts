import type { Platform } from '../contract.ts';
import { deflate, deflateRaw } from '../portable/index.ts';
import { inflate, inflateRaw } from './compression.ts';
import { crc32 } from './crc32.ts';
import { createHasher } from './digests.ts';
import { randomBytes } from './random.ts';
import { openPrivateKey } from './sign.ts';
import { verifyPrimitive } from './verify.ts';

export type * from '../contract.ts';
export { createCurrentHasher, createHasher } from './digests.ts';
export { randomBytes } from './random.ts';
export { verifySm2Message } from './sm2.ts';

/** The build for Node: OpenSSL and zlib of the engine. */
export const platform: Platform = {
  name: 'node',
  createHasher,
  randomBytes,
  crc32,
  sameBytes: (a, b) => Buffer.compare(a, b) === 0,
  deflateRaw,
  deflate,
  inflateRaw,
  inflate,
  verifyPrimitive,
  openPrivateKey,
};
