import { platform } from '#platform';
import {
  assertWithin,
  type ByteSource,
  DEFAULT_LIMITS,
  type Limits,
  sourceFromBytes,
  YinxinError,
} from '../../foundation/core/index.ts';
import { type CentralHeader, readCentralDirectory } from './central-directory.ts';
import { crc32 } from './crc32.ts';
import { fromDosTime } from './dos-time.ts';
import { findDirectory } from './end-record.ts';
import { type Extent, readLocalHeader } from './local-header.ts';
import { METHOD_STORED, type ZipEntry, type ZipFinding } from './structure.ts';

/** Stored entries are read in pieces of this size. */
const CHUNK = 1024 * 1024;

/** An opened ZIP whose structure was checked; contents are checked when read. */
export interface ZipArchive {
  /** In the order of the central directory. */
  readonly entries: readonly ZipEntry[];
  readonly findings: readonly ZipFinding[];
  /** The entry of exactly this name. */
  find(name: string): ZipEntry | undefined;
  /** All bytes of an entry, size and CRC-32 checked. ZIP_INVALID, INFLATE_INVALID, LIMIT_EXCEEDED. */
  read(entry: ZipEntry): Promise<Uint8Array>;
  /**
   * The bytes in pieces: stored entries of any size in bounded memory, deflated ones in one piece.
   * Size and CRC-32 are known to be right only when the last piece has been taken.
   */
  chunks(entry: ZipEntry): AsyncIterable<Uint8Array>;
  /**
   * The entry as a file of its own: a window onto a stored entry, the inflated bytes of a deflated one. A window
   * checks no CRC-32: use it for content whose digest is checked otherwise.
   */
  open(entry: ZipEntry): Promise<ByteSource>;
}

/** Options of {@link readZip}. */
export interface ZipReadOptions {
  /** Names of old packers of Windows: a backslash is read as a slash, with the finding ZIP_NAME_BACKSLASH. */
  readonly backslashes?: 'folders';
}

/**
 * Opens a ZIP strictly: one reading only, or ZIP_INVALID. Local headers equal central ones, entries do not overlap,
 * names are relative, unique and free of tricks, nothing is encrypted, method is stored or deflate. Bytes that no
 * entry accounts for, comments and undeclared name encodings are `findings`: whoever needs the whole file covered
 * must look at them.
 */
export async function readZip(
  source: ByteSource,
  limits: Limits = DEFAULT_LIMITS,
  options: ZipReadOptions = {},
): Promise<ZipArchive> {
  const findings: ZipFinding[] = [];
  const directory = await findDirectory(source, findings);
  assertWithin('zipEntries', directory.entries, limits);
  assertWithin('inflatedBytes', directory.size, limits);
  const headers = readCentralDirectory(
    await source.read(directory.offset, directory.size),
    directory.entries,
    findings,
    options.backslashes === 'folders',
  );
  assertTotals(headers, limits);
  const extents: Extent[] = [];
  for (const header of headers) {
    extents.push(await readLocalHeader(source, header, directory.offset, findings));
  }
  checkLayout(headers, extents, directory.offset, findings);
  const entries = headers.map((header, i) => toEntry(header, extents[i]!));
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    entries,
    findings,
    find: (name) => byName.get(name),
    read: (entry) => readEntry(source, entry, limits),
    chunks: (entry) => entryChunks(source, entry, limits),
    open: async (entry) =>
      entry.method === 'stored'
        ? windowOf(source, entry)
        : sourceFromBytes(await readEntry(source, entry, limits)),
  };
}

function toEntry(header: CentralHeader, extent: Extent): ZipEntry {
  return {
    name: header.name,
    directory: header.name.endsWith('/'),
    size: header.size,
    compressedSize: header.compressedSize,
    method: header.method === METHOD_STORED ? 'stored' : 'deflated',
    crc32: header.crc32,
    headerOffset: extent.start,
    dataOffset: extent.dataOffset,
    modified: fromDosTime(header),
  };
}

function assertTotals(headers: readonly CentralHeader[], limits: Limits): void {
  let total = 0;
  for (const header of headers) total += header.size;
  assertWithin('zipBytes', total, limits);
}

/** Overlaps are refused (zip bombs share data); bytes between entries are findings. */
function checkLayout(
  headers: readonly CentralHeader[],
  extents: readonly Extent[],
  directoryOffset: number,
  findings: ZipFinding[],
): void {
  const order = extents.map((_, i) => i).sort((a, b) => extents[a]!.start - extents[b]!.start);
  let end = 0;
  for (const i of order) {
    const extent = extents[i]!;
    if (extent.start < end) {
      throw new YinxinError('ZIP_INVALID', `the entry ${JSON.stringify(headers[i]!.name)} overlaps another`);
    }
    if (extent.start > end) findings.push(unaccounted(end, extent.start));
    end = extent.end;
  }
  if (end > directoryOffset) throw new YinxinError('ZIP_INVALID', 'the last entry overlaps the directory');
  if (end < directoryOffset) findings.push(unaccounted(end, directoryOffset));
}

function unaccounted(from: number, to: number): ZipFinding {
  return {
    code: from === 0 ? 'ZIP_PREFIX' : 'ZIP_GAP',
    detail: `${to - from} bytes at offset ${from} belong to no entry`,
  };
}

async function readEntry(source: ByteSource, entry: ZipEntry, limits: Limits): Promise<Uint8Array> {
  assertWithin('inflatedBytes', entry.size, limits);
  const data = await source.read(entry.dataOffset, entry.compressedSize);
  const bytes = entry.method === 'stored' ? data : inflate(data, entry);
  assertCrc(entry, crc32(bytes));
  return bytes;
}

async function* entryChunks(source: ByteSource, entry: ZipEntry, limits: Limits): AsyncGenerator<Uint8Array> {
  if (entry.method === 'deflated') {
    yield await readEntry(source, entry, limits);
    return;
  }
  let crc = 0;
  for (let at = 0; at < entry.size; at += CHUNK) {
    const chunk = await source.read(entry.dataOffset + at, Math.min(CHUNK, entry.size - at));
    crc = crc32(chunk, crc);
    yield chunk;
  }
  assertCrc(entry, crc);
}

function windowOf(source: ByteSource, entry: ZipEntry): ByteSource {
  return {
    size: entry.size,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > entry.size) {
        throw new YinxinError('IO_FAILED', 'read outside the entry', { details: { offset, length } });
      }
      return source.read(entry.dataOffset + offset, length);
    },
  };
}

function inflate(data: Uint8Array, entry: ZipEntry): Uint8Array {
  let result: { readonly bytes: Uint8Array; readonly consumed: number };
  try {
    result = platform.inflateRaw(data, entry.size);
  } catch (cause) {
    throw new YinxinError('ZIP_INVALID', `the entry ${JSON.stringify(entry.name)} does not inflate`, {
      cause,
      details: { name: entry.name },
    });
  }
  if (result.bytes.length !== entry.size || result.consumed !== data.length) {
    throw new YinxinError(
      'ZIP_INVALID',
      `the entry ${JSON.stringify(entry.name)} has another size than declared`,
    );
  }
  return result.bytes;
}

function assertCrc(entry: ZipEntry, actual: number): void {
  if (actual !== entry.crc32) {
    throw new YinxinError('ZIP_INVALID', `the entry ${JSON.stringify(entry.name)} fails its CRC-32`, {
      details: { name: entry.name },
    });
  }
}
