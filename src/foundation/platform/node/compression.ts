import { inflateRawSync, inflateSync } from 'node:zlib';
import { YinxinError } from '../../core/index.ts';
import type { Inflated } from '../contract.ts';
import { plain } from './digests.ts';

/** Zlib's results with `info: true`: the engine tells how much input it took. */
type InflateSync = (
  bytes: Uint8Array,
  options: { readonly maxOutputLength: number; readonly info: true },
) => { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } };

/** Bounded inflate without wrapper. */
export function inflateRaw(bytes: Uint8Array, maxBytes: number): Inflated {
  return run(inflateRawSync as unknown as InflateSync, bytes, maxBytes);
}

/** Bounded inflate with the zlib wrapper. */
export function inflate(bytes: Uint8Array, maxBytes: number): Inflated {
  return run(inflateSync as unknown as InflateSync, bytes, maxBytes);
}

function run(inflateSyncLike: InflateSync, bytes: Uint8Array, maxBytes: number): Inflated {
  try {
    // zlib refuses 0 as a maximum; the length is checked again below.
    const { buffer, engine } = inflateSyncLike(bytes, { maxOutputLength: Math.max(1, maxBytes), info: true });
    if (buffer.byteLength > maxBytes) throw tooLarge(maxBytes);
    return { bytes: plain(buffer), consumed: engine.bytesWritten };
  } catch (cause) {
    if (cause instanceof YinxinError) throw cause;
    if ((cause as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new YinxinError('INFLATE_INVALID', 'compressed data is broken or cut short', { cause });
  }
}

function tooLarge(maxBytes: number): YinxinError {
  return new YinxinError('LIMIT_EXCEEDED', 'compressed data inflates to more than the limit inflatedBytes', {
    details: { limit: 'inflatedBytes', allowed: maxBytes },
  });
}
