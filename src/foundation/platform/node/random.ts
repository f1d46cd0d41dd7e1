import { randomBytes as nodeRandomBytes } from 'node:crypto';
import { plain } from './digests.ts';

/** Bytes of the operating system's generator. */
export function randomBytes(length: number): Uint8Array {
  return plain(nodeRandomBytes(length));
}
