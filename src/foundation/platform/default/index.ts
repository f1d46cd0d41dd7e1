import type { Platform } from '../contract.ts';
import { crc32, deflate, deflateRaw, inflate, inflateRaw, sameBytes } from '../portable/index.ts';
import { createHasher } from './digests.ts';
import { randomBytes } from './random.ts';
import { openPrivateKey } from './sign.ts';
import { verifyPrimitive } from './verify.ts';

export type * from '../contract.ts';
export { createCurrentHasher, createHasher } from './digests.ts';
export { randomBytes } from './random.ts';
export { verifySm2Message } from './sm2.ts';

/** The build for browsers and other engines: TypeScript and WebCrypto. */
export const platform: Platform = {
  name: 'default',
  createHasher,
  randomBytes,
  crc32,
  sameBytes,
  deflateRaw,
  deflate,
  inflateRaw,
  inflate,
  verifyPrimitive,
  openPrivateKey,
};
