/** Signatures and fixed sizes of APPNOTE.TXT 6.3.10. */
export const LOCAL_HEADER = 0x04034b50;
export const LOCAL_HEADER_SIZE = 30;
export const CENTRAL_HEADER = 0x02014b50;
export const CENTRAL_HEADER_SIZE = 46;
export const DATA_DESCRIPTOR = 0x08074b50;
export const END_RECORD = 0x06054b50;
export const END_RECORD_SIZE = 22;
export const ZIP64_END_RECORD = 0x06064b50;
export const ZIP64_END_RECORD_SIZE = 56;
export const ZIP64_LOCATOR = 0x07064b50;
export const ZIP64_LOCATOR_SIZE = 20;
/** Longest comment behind the end record. */
export const MAX_COMMENT = 0xffff;

export const METHOD_STORED = 0;
export const METHOD_DEFLATED = 8;

/** General purpose bits (APPNOTE 4.4.4). */
export const FLAG_ENCRYPTED = 0x0001;
export const FLAG_DESCRIPTOR = 0x0008;
export const FLAG_PATCHED = 0x0020;
export const FLAG_STRONG_ENCRYPTION = 0x0040;
export const FLAG_UTF8 = 0x0800;
export const FLAG_MASKED_HEADERS = 0x2000;

/** A 32-bit (or 16-bit) field that says "see the zip64 extra field". */
export const IN_ZIP64_32 = 0xffffffff;
export const IN_ZIP64_16 = 0xffff;

/** One file or folder of a ZIP, as its central header tells and its local header repeats. */
export interface ZipEntry {
  /** `/`-separated, relative, free of `..`; a folder ends in `/`. */
  readonly name: string;
  readonly directory: boolean;
  /** Bytes after inflating; proved only when the entry is read. */
  readonly size: number;
  readonly compressedSize: number;
  readonly method: 'stored' | 'deflated';
  readonly crc32: number;
  /** Offset of the local header. */
  readonly headerOffset: number;
  /** Offset of the first byte of the (compressed) data. */
  readonly dataOffset: number;
  /** Last modification as DOS fields say it, read as UTC. ZIP has no time zone: never use it as proof. */
  readonly modified: Date | undefined;
}

/** Something that readers may see differently, or that no entry accounts for. */
export interface ZipFinding {
  readonly code:
    | 'ZIP_PREFIX'
    | 'ZIP_GAP'
    | 'ZIP_TRAILING_BYTES'
    | 'ZIP_COMMENT'
    | 'ZIP_NAME_BACKSLASH'
    | 'ZIP_NAME_ENCODING'
    | 'ZIP_NAME_DIRECTION'
    | 'ZIP_EXTRA_FIELD';
  readonly detail: string;
}

/** Where the directory stands, from the end record (and its zip64 form). */
export interface Directory {
  readonly offset: number;
  readonly size: number;
  readonly entries: number;
}

/** A little-endian view over exactly these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A 64-bit field as a number; `undefined` above 2^53 - 1, where no file can be. */
export function uint64(view: DataView, offset: number): number | undefined {
  const value = view.getBigUint64(offset, true);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(value);
}
