import { utf8, YinxinError } from '../../foundation/core/index.ts';
import { crc32 } from './crc32.ts';
import { DOS_EPOCH, type DosTime, toDosTime } from './dos-time.ts';
import { NameRegister, portableNameFault } from './entry-names.ts';
import {
  CENTRAL_HEADER,
  CENTRAL_HEADER_SIZE,
  END_RECORD,
  END_RECORD_SIZE,
  FLAG_UTF8,
  IN_ZIP64_16,
  IN_ZIP64_32,
  LOCAL_HEADER,
  LOCAL_HEADER_SIZE,
  viewOf,
  ZIP64_END_RECORD,
  ZIP64_END_RECORD_SIZE,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_SIZE,
} from './structure.ts';
import type { ZipWriteOptions } from './write.ts';

/** A file whose size and CRC-32 are known before it is read again to be written. */
export interface StoredFile {
  readonly name: string;
  readonly size: number;
  readonly crc32: number;
  chunks(): AsyncIterable<Uint8Array>;
}

const VERSION_ZIP64 = 45;
const VERSION_PLAIN = 20;
const EXTERNAL_ATTRIBUTES = (0o100644 << 16) >>> 0;
const ZIP64_EXTRA_SIZE = 12;

/** Throws ZIP_INVALID where a name is not portable or clashes with another: before anything is written or signed. */
export function assertStoredNames(names: Iterable<string>): void {
  const register = new NameRegister();
  for (const name of names) {
    const fault = name.endsWith('/') ? 'names a folder' : portableNameFault(name);
    if (fault !== undefined) {
      throw new YinxinError('ZIP_INVALID', `the name ${JSON.stringify(name)} ${fault}: rename the file`, {
        details: { name },
      });
    }
    register.add(name, []);
  }
}

/**
 * A ZIP of stored files in this order, piece by piece, in memory bounded by the directory. The same bytes for the same
 * input everywhere, and those of `writeZip` where no zip64 is needed; with it any number of files and any total size
 * (APPNOTE 4.3.14). ZIP_INVALID for names and for a file that is not what was announced; LIMIT_EXCEEDED for one of
 * 4 GiB.
 */
export async function* writeStoredZip(
  files: readonly StoredFile[],
  options: ZipWriteOptions = {},
): AsyncGenerator<Uint8Array> {
  assertStoredNames(files.map(({ name }) => name));
  const time = options.time === undefined ? DOS_EPOCH : toDosTime(options.time);
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const file of files) {
    if (file.size >= IN_ZIP64_32) {
      throw new YinxinError('LIMIT_EXCEEDED', 'a file of 4 GiB or more is not packed: split it');
    }
    const local = localHeader(file, time);
    directory.push(centralHeader(file, time, offset));
    yield local;
    yield* contentOf(file);
    offset += local.length + file.size;
  }
  let size = 0;
  for (const header of directory) {
    size += header.length;
    yield header;
  }
  if (directory.length >= IN_ZIP64_16 || offset + size >= IN_ZIP64_32) {
    yield zip64End(directory.length, size, offset);
  }
  yield endRecord(directory.length, size, offset);
}

async function* contentOf(file: StoredFile): AsyncGenerator<Uint8Array> {
  let crc = 0;
  let size = 0;
  for await (const chunk of file.chunks()) {
    crc = crc32(chunk, crc);
    size += chunk.length;
    yield chunk;
  }
  if (size !== file.size || crc !== file.crc32) {
    throw new YinxinError('ZIP_INVALID', `${JSON.stringify(file.name)} was changed while it was packed`, {
      details: { name: file.name },
    });
  }
}

function localHeader(file: StoredFile, time: DosTime): Uint8Array {
  const name = utf8(file.name);
  const bytes = new Uint8Array(LOCAL_HEADER_SIZE + name.length);
  const view = viewOf(bytes);
  view.setUint32(0, LOCAL_HEADER, true);
  writeCommon(view, 4, file, name, time, VERSION_PLAIN);
  bytes.set(name, LOCAL_HEADER_SIZE);
  return bytes;
}

function centralHeader(file: StoredFile, time: DosTime, offset: number): Uint8Array {
  const name = utf8(file.name);
  const wide = offset >= IN_ZIP64_32;
  const bytes = new Uint8Array(CENTRAL_HEADER_SIZE + name.length + (wide ? ZIP64_EXTRA_SIZE : 0));
  const view = viewOf(bytes);
  view.setUint32(0, CENTRAL_HEADER, true);
  view.setUint16(4, (3 << 8) | (wide ? VERSION_ZIP64 : VERSION_PLAIN), true);
  // What is needed to read must be told alike in both headers: only the place is wide, and the local one has none.
  writeCommon(view, 6, file, name, time, VERSION_PLAIN);
  view.setUint32(38, EXTERNAL_ATTRIBUTES, true);
  view.setUint32(42, wide ? IN_ZIP64_32 : offset, true);
  bytes.set(name, CENTRAL_HEADER_SIZE);
  if (wide) {
    view.setUint16(30, ZIP64_EXTRA_SIZE, true);
    const extra = CENTRAL_HEADER_SIZE + name.length;
    view.setUint16(extra, 1, true);
    view.setUint16(extra + 2, 8, true);
    view.setBigUint64(extra + 4, BigInt(offset), true);
  }
  return bytes;
}

function writeCommon(
  view: DataView,
  at: number,
  file: StoredFile,
  name: Uint8Array,
  time: DosTime,
  version: number,
): void {
  view.setUint16(at, version, true);
  view.setUint16(at + 2, name.length === file.name.length ? 0 : FLAG_UTF8, true);
  view.setUint16(at + 6, time.time, true);
  view.setUint16(at + 8, time.date, true);
  view.setUint32(at + 10, file.crc32, true);
  view.setUint32(at + 14, file.size, true);
  view.setUint32(at + 18, file.size, true);
  view.setUint16(at + 22, name.length, true);
}

function zip64End(entries: number, size: number, offset: number): Uint8Array {
  const bytes = new Uint8Array(ZIP64_END_RECORD_SIZE + ZIP64_LOCATOR_SIZE);
  const view = viewOf(bytes);
  view.setUint32(0, ZIP64_END_RECORD, true);
  view.setBigUint64(4, BigInt(ZIP64_END_RECORD_SIZE - 12), true);
  view.setUint16(12, (3 << 8) | VERSION_ZIP64, true);
  view.setUint16(14, VERSION_ZIP64, true);
  view.setBigUint64(24, BigInt(entries), true);
  view.setBigUint64(32, BigInt(entries), true);
  view.setBigUint64(40, BigInt(size), true);
  view.setBigUint64(48, BigInt(offset), true);
  view.setUint32(ZIP64_END_RECORD_SIZE, ZIP64_LOCATOR, true);
  view.setBigUint64(ZIP64_END_RECORD_SIZE + 8, BigInt(offset + size), true);
  view.setUint32(ZIP64_END_RECORD_SIZE + 16, 1, true);
  return bytes;
}

function endRecord(entries: number, size: number, offset: number): Uint8Array {
  const bytes = new Uint8Array(END_RECORD_SIZE);
  const view = viewOf(bytes);
  const count = Math.min(entries, IN_ZIP64_16);
  view.setUint32(0, END_RECORD, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, Math.min(size, IN_ZIP64_32), true);
  view.setUint32(16, Math.min(offset, IN_ZIP64_32), true);
  return bytes;
}
