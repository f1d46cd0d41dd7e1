import { constants, deflateRawSync, deflateSync, inflateRawSync, inflateSync } from 'node:zlib';
import { YinxinError } from '../../core/index.ts';
import type { Inflated } from '../contract.ts';
import { plain } from './digests.ts';

/** Zlib's results with `info: true`: the engine tells how much input it took. */
interface WithEngine {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** Deflate without wrapper, level 9 of zlib. */
export function deflateRaw(bytes: Uint8Array): Uint8Array {
  return plain(deflateRawSync(bytes, { level: 9 }));
}

/** Deflate with the zlib wrapper, level 9. */
export function deflate(bytes: Uint8Array): Uint8Array {
  return plain(deflateSync(bytes, { level: 9 }));
}

/** Bounded inflate without wrapper. */
export function inflateRaw(bytes: Uint8Array, maxBytes: number): Inflated {
  return run(inflateRawSync as unknown as Inflate, bytes, maxBytes);
}

/** Bounded inflate with the zlib wrapper. */
export function inflate(bytes: Uint8Array, maxBytes: number): Inflated {
  return run(inflateSync as unknown as Inflate, bytes, maxBytes);
}

type Inflate = (bytes: Uint8Array, options: object) => WithEngine;

function run(inflateSyncLike: Inflate, bytes: Uint8Array, maxBytes: number): Inflated {
  try {
    const { buffer, engine } = inflateSyncLike(bytes, {
      // zlib refuses 0 as a maximum; one byte more than nothing is checked below.
      maxOutputLength: Math.max(1, maxBytes),
      info: true,
      finishFlush: constants.Z_FINISH,
    });
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
