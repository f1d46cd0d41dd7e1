import { YinxinError } from '../../foundation/core/index.ts';
import { decodeName, NameRegister } from './entry-names.ts';
import { readExtraFields } from './extra-fields.ts';
import {
  CENTRAL_HEADER,
  CENTRAL_HEADER_SIZE,
  FLAG_ENCRYPTED,
  FLAG_MASKED_HEADERS,
  FLAG_PATCHED,
  FLAG_STRONG_ENCRYPTION,
  FLAG_UTF8,
  METHOD_DEFLATED,
  METHOD_STORED,
  viewOf,
  type ZipFinding,
} from './structure.ts';

/** A central header with what the local header must repeat. */
export interface CentralHeader {
  readonly name: string;
  readonly rawName: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly time: number;
  readonly date: number;
  readonly crc32: number;
  readonly size: number;
  readonly compressedSize: number;
  readonly headerOffset: number;
  readonly zip64: boolean;
}

/** Deflate cannot do better than 1032:1 (RFC 1951: 258 bytes in two bits); a higher claim is a lie. */
const MAX_DEFLATE_RATIO = 1032;

/** All central headers, names checked and unique. Throws ZIP_INVALID. */
export function readCentralDirectory(
  bytes: Uint8Array,
  count: number,
  findings: ZipFinding[],
  backslashFolders = false,
): CentralHeader[] {
  const names = new NameRegister();
  const headers: CentralHeader[] = [];
  let at = 0;
  while (headers.length < count) {
    const read = readCentralHeader(bytes.subarray(at), findings);
    const header = backslashFolders ? withSlashes(read.header, findings) : read.header;
    names.add(header.name, findings);
    headers.push(header);
    at += read.length;
  }
  if (at !== bytes.length) throw invalid('the central directory holds more than its end record says');
  return headers;
}

/** After decoding: the second byte of a character in GB18030 may be the code of a backslash. */
function withSlashes(header: CentralHeader, findings: ZipFinding[]): CentralHeader {
  if (!header.name.includes('\\')) return header;
  const name = header.name.replaceAll('\\', '/');
  if (name.endsWith('/') && header.size !== 0) throw invalid(`the folder ${JSON.stringify(name)} holds data`);
  findings.push({ code: 'ZIP_NAME_BACKSLASH', detail: `a backslash was read as a slash: ${header.name}` });
  return { ...header, name };
}

function readCentralHeader(
  bytes: Uint8Array,
  findings: ZipFinding[],
): { readonly header: CentralHeader; readonly length: number } {
  if (bytes.length < CENTRAL_HEADER_SIZE) throw invalid('the central directory is cut off');
  const view = viewOf(bytes);
  if (view.getUint32(0, true) !== CENTRAL_HEADER) throw invalid('the central directory is malformed');
  const flags = view.getUint16(8, true);
  const nameEnd = CENTRAL_HEADER_SIZE + view.getUint16(28, true);
  const extraEnd = nameEnd + view.getUint16(30, true);
  const length = extraEnd + view.getUint16(32, true);
  if (length > bytes.length) throw invalid('the central directory is cut off');
  const rawName = bytes.subarray(CENTRAL_HEADER_SIZE, nameEnd);
  const name = decodeName(rawName, (flags & FLAG_UTF8) !== 0, findings);
  const sizes = readExtraFields(
    bytes.subarray(nameEnd, extraEnd),
    {
      size: view.getUint32(24, true),
      compressedSize: view.getUint32(20, true),
      headerOffset: view.getUint32(42, true),
    },
    name,
    findings,
  );
  if (length > extraEnd) findings.push({ code: 'ZIP_COMMENT', detail: `a comment at ${name}` });
  assertPlainFile(view, name);
  const header: CentralHeader = {
    name,
    rawName,
    flags,
    method: view.getUint16(10, true),
    time: view.getUint16(12, true),
    date: view.getUint16(14, true),
    crc32: view.getUint32(16, true),
    size: sizes.size,
    compressedSize: sizes.compressedSize,
    headerOffset: sizes.headerOffset,
    zip64: sizes.zip64,
  };
  assertReadable(header);
  return { header, length };
}

/** A link or device unpacked by another tool would write elsewhere; a part on another disk is not here. */
function assertPlainFile(view: DataView, name: string): void {
  const unixType = view.getUint8(5) === 3 ? view.getUint32(38, true) >>> 28 : 0;
  // Info-ZIP writes type 1 (pipe) for what it read from standard input.
  const expected = name.endsWith('/') ? [0, 4] : [0, 1, 8];
  if (!expected.includes(unixType))
    throw invalid(`the entry ${JSON.stringify(name)} is a link or special file`);
  if (view.getUint16(34, true) !== 0)
    throw invalid(`the entry ${JSON.stringify(name)} stands on another disk`);
}

function assertReadable(header: CentralHeader): void {
  const { flags, method, size, compressedSize, name } = header;
  if ((flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION | FLAG_MASKED_HEADERS)) !== 0) {
    throw invalid(`the entry ${JSON.stringify(name)} is encrypted: decrypt the package first`);
  }
  if ((flags & FLAG_PATCHED) !== 0) throw invalid(`the entry ${JSON.stringify(name)} holds patch data`);
  if (method !== METHOD_STORED && method !== METHOD_DEFLATED) {
    throw invalid(
      `the entry ${JSON.stringify(name)} uses compression method ${method}: only stored and deflate are read`,
    );
  }
  const possible =
    method === METHOD_STORED ? size === compressedSize : size <= compressedSize * MAX_DEFLATE_RATIO;
  if (!possible) throw invalid(`the entry ${JSON.stringify(name)} declares an impossible size`);
  if (name.endsWith('/') && size !== 0) throw invalid(`the folder ${JSON.stringify(name)} holds data`);
}

function invalid(message: string): YinxinError {
  return new YinxinError('ZIP_INVALID', message);
}
