import { type ByteSource, concatBytes, YinxinError } from '../../foundation/core/index.ts';

/** A file with an update behind it, read as one; the file itself is not copied. */
export function appendedSource(file: ByteSource, update: Uint8Array): ByteSource {
  const size = file.size + update.length;
  return {
    size,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > size) {
        throw new YinxinError('IO_FAILED', 'read outside the source', { details: { offset, length, size } });
      }
      const inFile = Math.max(0, Math.min(length, file.size - offset));
      const start = Math.max(0, offset - file.size);
      const tail = update.subarray(start, start + length - inFile);
      if (inFile === 0) return tail;
      const head = await file.read(offset, inFile);
      return tail.length === 0 ? head : concatBytes(head, tail);
    },
  };
}
