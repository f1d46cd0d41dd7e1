import { platform } from '#platform';
import { concatBytes, utf8, YinxinError } from '../../foundation/core/index.ts';
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
  METHOD_DEFLATED,
  METHOD_STORED,
  viewOf,
  type ZipEntry,
} from './structure.ts';

/** One file to write. Names must be portable: they are checked, never changed. */
export interface ZipFile {
  readonly name: string;
  readonly data: Uint8Array;
  /** Written uncompressed. Deflate bytes differ between zlib versions; stored bytes never do. */
  readonly stored?: boolean;
  /** Nobody writes into the data any more: its deflated form is kept with it, for the next ZIP that holds it. */
  readonly unchanging?: true;
}

/** An entry of another ZIP, taken over with its compressed bytes as they are. Its name was checked when it was read. */
export interface ZipCopy {
  readonly entry: ZipEntry;
  /** `compressedSize` bytes from `dataOffset` of the source. */
  readonly compressed: Uint8Array;
}

/** Options of {@link writeZip}. */
export interface ZipWriteOptions {
  /** Modification time of every entry, written as UTC fields; 1980-01-01 without it. */
  readonly time?: Date;
}

/** APPNOTE version 2.0, made on Unix, so that unpacked files get mode 0644. */
const VERSION_NEEDED = 20;
const VERSION_MADE_BY = (3 << 8) | VERSION_NEEDED;
const EXTERNAL_ATTRIBUTES = (0o100644 << 16) >>> 0;
/** Mode 0755, and the directory bit of MS-DOS. */
const FOLDER_ATTRIBUTES = ((0o040755 << 16) | 0x10) >>> 0;

/**
 * A ZIP of these files in this order, the same bytes for the same input under every time zone (and, where all is
 * stored, on every platform). No extra fields, no comments. ZIP_INVALID for names; LIMIT_EXCEEDED above 65,534
 * entries or 4 GiB, since zip64 is not written.
 */
export function writeZip(files: readonly ZipFile[], options: ZipWriteOptions = {}): Uint8Array {
  return concatBytes(...zipChunks(files, options));
}

/** The bytes of {@link writeZip} piece by piece, for a sink. */
export function* zipChunks(
  files: Iterable<ZipFile | ZipCopy>,
  options: ZipWriteOptions = {},
): Generator<Uint8Array> {
  const time = options.time === undefined ? DOS_EPOCH : toDosTime(options.time);
  const names = new NameRegister();
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const file of files) {
    const entry = 'entry' in file ? prepareCopy(file, names) : prepare(file, time, names);
    const local = localHeader(entry);
    directory.push(centralHeader(entry, offset));
    yield local;
    yield entry.content;
    offset += local.length + entry.content.length;
    if (directory.length >= IN_ZIP64_16 || offset >= IN_ZIP64_32) throw tooLarge();
  }
  const size = directory.reduce((sum, header) => sum + header.length, 0);
  if (offset + size >= IN_ZIP64_32) throw tooLarge();
  yield* directory;
  yield endRecord(directory.length, size, offset);
}

interface Prepared {
  readonly name: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly time: DosTime;
  readonly crc: number;
  readonly size: number;
  readonly content: Uint8Array;
  readonly directory: boolean;
}

function prepare(file: ZipFile, time: DosTime, names: NameRegister): Prepared {
  const fault = file.name.endsWith('/') ? 'names a folder' : portableNameFault(file.name);
  if (fault !== undefined) {
    throw new YinxinError('ZIP_INVALID', `the name ${JSON.stringify(file.name)} ${fault}: rename the file`, {
      details: { name: file.name },
    });
  }
  names.add(file.name, []);
  if (file.data.length >= IN_ZIP64_32) throw tooLarge();
  const name = utf8(file.name);
  const deflated = file.stored === true ? undefined : deflatedData(file);
  const worthIt = deflated !== undefined && deflated.length < file.data.length;
  return {
    name,
    flags: name.length === file.name.length ? 0 : FLAG_UTF8,
    method: worthIt ? METHOD_DEFLATED : METHOD_STORED,
    time,
    crc: crc32(file.data),
    size: file.data.length,
    content: worthIt ? deflated : file.data,
    directory: false,
  };
}

const kept = /* @__PURE__ */ new WeakMap<Uint8Array, Uint8Array>();

function deflatedData({ data, unchanging }: ZipFile): Uint8Array {
  if (unchanging !== true) return platform.deflateRaw(data);
  const deflated = kept.get(data) ?? platform.deflateRaw(data);
  kept.set(data, deflated);
  return deflated;
}

/** Extra fields, comments and data descriptors are left behind: they say nothing that an entry needs. */
function prepareCopy({ entry, compressed }: ZipCopy, names: NameRegister): Prepared {
  names.add(entry.name, []);
  const name = utf8(entry.name);
  return {
    name,
    flags: name.length === entry.name.length ? 0 : FLAG_UTF8,
    method: entry.method === 'stored' ? METHOD_STORED : METHOD_DEFLATED,
    time: entry.modified === undefined ? DOS_EPOCH : toDosTime(entry.modified),
    crc: entry.crc32,
    size: entry.size,
    content: compressed,
    directory: entry.directory,
  };
}

function localHeader(entry: Prepared): Uint8Array {
  const bytes = new Uint8Array(LOCAL_HEADER_SIZE + entry.name.length);
  const view = viewOf(bytes);
  view.setUint32(0, LOCAL_HEADER, true);
  writeCommon(view, 4, entry);
  bytes.set(entry.name, LOCAL_HEADER_SIZE);
  return bytes;
}

function centralHeader(entry: Prepared, offset: number): Uint8Array {
  const bytes = new Uint8Array(CENTRAL_HEADER_SIZE + entry.name.length);
  const view = viewOf(bytes);
  view.setUint32(0, CENTRAL_HEADER, true);
  view.setUint16(4, VERSION_MADE_BY, true);
  writeCommon(view, 6, entry);
  view.setUint32(38, entry.directory ? FOLDER_ATTRIBUTES : EXTERNAL_ATTRIBUTES, true);
  view.setUint32(42, offset, true);
  bytes.set(entry.name, CENTRAL_HEADER_SIZE);
  return bytes;
}

/** The 24 bytes that both headers share: version needed up to the extra length. */
function writeCommon(view: DataView, at: number, entry: Prepared): void {
  view.setUint16(at, VERSION_NEEDED, true);
  view.setUint16(at + 2, entry.flags, true);
  view.setUint16(at + 4, entry.method, true);
  view.setUint16(at + 6, entry.time.time, true);
  view.setUint16(at + 8, entry.time.date, true);
  view.setUint32(at + 10, entry.crc, true);
  view.setUint32(at + 14, entry.content.length, true);
  view.setUint32(at + 18, entry.size, true);
  view.setUint16(at + 22, entry.name.length, true);
}

function endRecord(entries: number, size: number, offset: number): Uint8Array {
  const bytes = new Uint8Array(END_RECORD_SIZE);
  const view = viewOf(bytes);
  view.setUint32(0, END_RECORD, true);
  view.setUint16(8, entries, true);
  view.setUint16(10, entries, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return bytes;
}

function tooLarge(): YinxinError {
  return new YinxinError(
    'LIMIT_EXCEEDED',
    'the ZIP would need zip64, which is not written: split the content',
  );
}
