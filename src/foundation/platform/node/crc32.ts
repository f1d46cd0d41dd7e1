import * as zlib from 'node:zlib';
import { crc32 as portableCrc32 } from '../portable/index.ts';

/** Since Node 20.15; other engines with Node's modules may lack it. */
type Crc32 = (bytes: Uint8Array, crc: number) => number;

/** CRC-32 by zlib, which is ten times as fast as TypeScript. */
export function crc32(bytes: Uint8Array, crc: number): number {
  const { crc32: native } = zlib as { readonly crc32?: Crc32 };
  return (native ?? portableCrc32)(bytes, crc);
}
