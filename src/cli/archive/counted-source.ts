import { type ByteSource, type FileInput, toSource } from '../../foundation/core/index.ts';
import type { Counter } from './counter.ts';

const MIB = 1024 * 1024;

/** A source whose reading shows on a counter, in MiB over all sources that share it. */
export function countedSources(bar: Counter): (file: FileInput) => ByteSource {
  let bytes = 0;
  let shown = 0;
  return (file) => {
    const source = toSource(file);
    return {
      size: source.size,
      read(offset, length) {
        bytes += length;
        if (bytes - shown >= MIB) {
          shown = bytes;
          bar.show(Math.floor(bytes / MIB));
        }
        return source.read(offset, length);
      },
    };
  };
}
