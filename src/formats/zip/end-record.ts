import { type ByteSource, YinxinError } from '../../foundation/core/index.ts';
import {
  type Directory,
  END_RECORD,
  END_RECORD_SIZE,
  IN_ZIP64_16,
  IN_ZIP64_32,
  MAX_COMMENT,
  uint64,
  viewOf,
  ZIP64_END_RECORD,
  ZIP64_END_RECORD_SIZE,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_SIZE,
  type ZipFinding,
} from './structure.ts';

interface Zip64Directory extends Directory {
  readonly recordOffset: number;
}

interface EndRecord {
  readonly offset: number;
  readonly view: DataView;
}

/**
 * Finds the end record and from it the central directory (APPNOTE 4.3.14 to 4.3.16).
 * Two readings are never possible: a second end record after the chosen one, a directory that does not end
 * where the end record begins, several disks, or zip64 fields that contradict the short ones are ZIP_INVALID.
 */
export async function findDirectory(source: ByteSource, findings: ZipFinding[]): Promise<Directory> {
  const end = await findEndRecord(source, findings);
  const { view } = end;
  const short = {
    entriesHere: view.getUint16(8, true),
    entries: view.getUint16(10, true),
    size: view.getUint32(12, true),
    offset: view.getUint32(16, true),
  };
  const zip64 = await readZip64(source, end.offset);
  const needsZip64 =
    short.entries === IN_ZIP64_16 || short.size === IN_ZIP64_32 || short.offset === IN_ZIP64_32;
  if (needsZip64 && zip64 === undefined && short.entries !== IN_ZIP64_16) {
    throw invalid('the end record points to a zip64 record that is missing');
  }
  if (view.getUint16(4, true) !== 0 || view.getUint16(6, true) !== 0 || short.entries !== short.entriesHere) {
    throw invalid('the ZIP is one disk of several: join the disks first');
  }
  const directory = zip64 === undefined ? short : agreeing(short, zip64);
  const directoryEnd = zip64?.recordOffset ?? end.offset;
  if (directory.offset + directory.size !== directoryEnd) {
    throw invalid('the central directory does not end where the end record begins');
  }
  return { offset: directory.offset, size: directory.size, entries: directory.entries };
}

async function findEndRecord(source: ByteSource, findings: ZipFinding[]): Promise<EndRecord> {
  const length = Math.min(source.size, END_RECORD_SIZE + MAX_COMMENT);
  if (length < END_RECORD_SIZE) throw invalid('the file is too short to be a ZIP');
  const tail = await source.read(source.size - length, length);
  const view = viewOf(tail);
  let at = -1;
  for (let i = length - 4; i >= 0; i--) {
    if (tail[i] === 0x50 && view.getUint32(i, true) === END_RECORD) {
      at = i;
      break;
    }
  }
  if (at === -1) throw invalid('no end record: the file is not a ZIP, or it is cut off');
  // The last signature must be the record itself: one inside its comment or behind it allows a second reading.
  if (at + END_RECORD_SIZE > length) throw invalid('the end record is cut off, or hidden in a comment');
  const comment = view.getUint16(at + 20, true);
  const trailing = length - at - END_RECORD_SIZE - comment;
  if (trailing < 0) throw invalid('the comment of the end record is cut off');
  if (trailing > 0) {
    findings.push({ code: 'ZIP_TRAILING_BYTES', detail: `${trailing} bytes follow the end record` });
  }
  if (comment > 0) findings.push({ code: 'ZIP_COMMENT', detail: `a comment of ${comment} bytes` });
  return {
    offset: source.size - length + at,
    view: new DataView(tail.buffer, tail.byteOffset + at, END_RECORD_SIZE),
  };
}

async function readZip64(source: ByteSource, endOffset: number): Promise<Zip64Directory | undefined> {
  const locatorOffset = endOffset - ZIP64_LOCATOR_SIZE;
  if (locatorOffset < ZIP64_END_RECORD_SIZE) return undefined;
  const locator = viewOf(await source.read(locatorOffset, ZIP64_LOCATOR_SIZE));
  if (locator.getUint32(0, true) !== ZIP64_LOCATOR) return undefined;
  const recordOffset = uint64(locator, 8);
  // No extensible data sector is accepted (APPNOTE 4.3.14.2 reserves it): record and locator must touch.
  if (recordOffset !== locatorOffset - ZIP64_END_RECORD_SIZE || locator.getUint32(16, true) > 1) {
    throw invalid('the zip64 locator does not point to the record before it');
  }
  const record = viewOf(await source.read(recordOffset, ZIP64_END_RECORD_SIZE));
  const entries = uint64(record, 32);
  const size = uint64(record, 40);
  const offset = uint64(record, 48);
  if (
    record.getUint32(0, true) !== ZIP64_END_RECORD ||
    uint64(record, 4) !== ZIP64_END_RECORD_SIZE - 12 ||
    record.getUint32(16, true) !== 0 ||
    record.getUint32(20, true) !== 0 ||
    uint64(record, 24) !== entries ||
    entries === undefined ||
    size === undefined ||
    offset === undefined
  ) {
    throw invalid('the zip64 end record is malformed');
  }
  return { entries, size, offset, recordOffset };
}

function agreeing(short: Directory, zip64: Directory): Directory {
  const agree =
    (short.entries === IN_ZIP64_16 || short.entries === zip64.entries) &&
    (short.size === IN_ZIP64_32 || short.size === zip64.size) &&
    (short.offset === IN_ZIP64_32 || short.offset === zip64.offset);
  if (!agree) throw invalid('end record and zip64 end record contradict each other');
  return zip64;
}

function invalid(message: string): YinxinError {
  return new YinxinError('ZIP_INVALID', message);
}
