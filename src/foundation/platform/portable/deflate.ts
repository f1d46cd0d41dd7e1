import { deflateSync, zlibSync } from 'fflate';

/** Deflate by fflate in both builds: the same bytes on every engine (zlib differs between Node versions). */
export function deflateRaw(bytes: Uint8Array): Uint8Array {
  return deflateSync(bytes, { level: 6 });
}

/** {@link deflateRaw} with the zlib wrapper. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return zlibSync(bytes, { level: 6 });
}
