import { type ByteSource, equalBytes, utf8 } from '../../foundation/core/index.ts';
import {
  CENTRAL_HEADER,
  CENTRAL_HEADER_SIZE,
  END_RECORD,
  END_RECORD_SIZE,
  MAX_COMMENT,
  viewOf,
} from './structure.ts';

/** A directory of 65,000 entries with long names. */
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;

/**
 * True where the bytes before the last end record read like a central directory that names this entry, whatever its
 * offsets say: with other bytes in front of a ZIP they are all wrong, and unzippers that begin at the end read it.
 * Tells what a file means to be; nothing is checked, and nobody may read it as a ZIP for that.
 */
export async function isNamedInDirectory(source: ByteSource, name: string): Promise<boolean> {
  const tailAt = Math.max(0, source.size - END_RECORD_SIZE - MAX_COMMENT);
  const tail = await source.read(tailAt, source.size - tailAt);
  const end = lastEndRecord(tail);
  if (end === undefined) return false;
  const size = viewOf(tail).getUint32(end + 12, true);
  const at = tailAt + end - size;
  if (at < 0 || size > MAX_DIRECTORY_BYTES) return false;
  return names(await source.read(at, size), utf8(name));
}

function lastEndRecord(tail: Uint8Array): number | undefined {
  const view = viewOf(tail);
  for (let at = tail.length - END_RECORD_SIZE; at >= 0; at--) {
    if (tail[at] === 0x50 && view.getUint32(at, true) === END_RECORD) return at;
  }
  return undefined;
}

function names(directory: Uint8Array, wanted: Uint8Array): boolean {
  const view = viewOf(directory);
  let at = 0;
  while (at + CENTRAL_HEADER_SIZE <= directory.length && view.getUint32(at, true) === CENTRAL_HEADER) {
    const nameEnd = at + CENTRAL_HEADER_SIZE + view.getUint16(at + 28, true);
    if (equalBytes(directory.subarray(at + CENTRAL_HEADER_SIZE, nameEnd), wanted)) return true;
    at = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return false;
}
