import { YinxinError } from './error.ts';
import type { ByteSource } from './ports.ts';

/** A {@link ByteSource} over bytes in memory; reads are views, not copies. */
export function sourceFromBytes(bytes: Uint8Array): ByteSource {
  // A Node Buffer is a Uint8Array whose slice() is no copy: nobody behind this door meets one.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    size: plain.length,
    async read(offset, length) {
      assertRange(offset, length, plain.length);
      return plain.subarray(offset, offset + length);
    },
  };
}

/** A {@link ByteSource} over a Blob or File of a browser. */
export function sourceFromBlob(blob: Blob): ByteSource {
  return {
    size: blob.size,
    async read(offset, length) {
      assertRange(offset, length, blob.size);
      return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
    },
  };
}

/** Anything a caller may hand in as one file. */
export type FileInput = Uint8Array | Blob | ByteSource;

/** Any accepted form of a file as a {@link ByteSource}. */
export function toSource(file: FileInput): ByteSource {
  if (file instanceof Uint8Array) return sourceFromBytes(file);
  if (typeof Blob !== 'undefined' && file instanceof Blob) return sourceFromBlob(file);
  if (typeof (file as ByteSource).read === 'function' && typeof (file as ByteSource).size === 'number') {
    return file as ByteSource;
  }
  throw new YinxinError('ARGUMENT_INVALID', 'give the file as Uint8Array, Blob or ByteSource');
}

/** All bytes of a source. For structures that are bounded by nature; large content is read in pieces. */
export function readAll(source: ByteSource): Promise<Uint8Array> {
  return source.read(0, source.size);
}

function assertRange(offset: number, length: number, size: number): void {
  if (
    !Number.isSafeInteger(offset) ||
    !Number.isSafeInteger(length) ||
    offset < 0 ||
    length < 0 ||
    offset + length > size
  ) {
    throw new YinxinError('IO_FAILED', 'read outside the source', { details: { offset, length, size } });
  }
}
