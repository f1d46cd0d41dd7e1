import type { Platform } from '../contract.ts';
import { deflate, deflateRaw, inflate, inflateRaw } from './compression.ts';
import { createHasher } from './digests.ts';
import { randomBytes } from './random.ts';

export type * from '../contract.ts';
export { createHasher, randomBytes };

/** The build for Node: OpenSSL and zlib of the engine. */
export const platform: Omit<Platform, 'verifyPrimitive' | 'openPrivateKey'> = {
  name: 'node',
  createHasher,
  randomBytes,
  deflateRaw,
  deflate,
  inflateRaw,
  inflate,
};
