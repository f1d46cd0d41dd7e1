import { type ByteSource, utf8 } from '../foundation/core/index.ts';

/** End of central directory record and its longest comment (APPNOTE 4.3.16). */
const END_SIZE = 22;
const TAIL_BYTES = END_SIZE + 0xffff;
/** A directory of 65,000 entries with long names. */
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;
const CENTRAL_HEADER = 0x02014b50;
const CENTRAL_HEADER_SIZE = 46;
const ROOT_NAME = utf8('OFD.xml');

/**
 * An OFD behind other bytes: some products put their own before the ZIP, and unzippers that begin at the end read it. It
 * is recognised so that it is reported as what it is, a malformed OFD, and not as a file of no known format.
 */
export async function isPrefixedOfd(source: ByteSource): Promise<boolean> {
  const tailAt = Math.max(0, source.size - TAIL_BYTES);
  const tail = await source.read(tailAt, source.size - tailAt);
  const end = lastEndRecord(tail);
  if (end === undefined) return false;
  const size = viewOf(tail).getUint32(end + 12, true);
  const at = tailAt + end - size;
  if (at < 0 || size > MAX_DIRECTORY_BYTES) return false;
  return namesRoot(await source.read(at, size));
}

function lastEndRecord(tail: Uint8Array): number | undefined {
  for (let at = tail.length - END_SIZE; at >= 0; at--) {
    if (tail[at] === 0x50 && tail[at + 1] === 0x4b && tail[at + 2] === 5 && tail[at + 3] === 6) return at;
  }
  return undefined;
}

function namesRoot(directory: Uint8Array): boolean {
  const view = viewOf(directory);
  let at = 0;
  while (at + CENTRAL_HEADER_SIZE <= directory.length && view.getUint32(at, true) === CENTRAL_HEADER) {
    const nameLength = view.getUint16(at + 28, true);
    const name = directory.subarray(at + CENTRAL_HEADER_SIZE, at + CENTRAL_HEADER_SIZE + nameLength);
    if (name.length === ROOT_NAME.length && name.every((byte, i) => byte === ROOT_NAME[i])) return true;
    at += CENTRAL_HEADER_SIZE + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return false;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
