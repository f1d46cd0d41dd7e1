import { indexOfBytes, utf8 } from '../../foundation/core/index.ts';

/** Media types that content alone can prove. `application/octet-stream` means: nothing known. */
export type MediaType =
  | 'application/pdf'
  | 'application/ofd'
  | 'application/vnd.etsi.asic-e+zip'
  | 'application/vnd.etsi.asic-s+zip'
  | 'application/zip'
  | 'image/png'
  | 'image/jpeg'
  | 'image/tiff'
  | 'image/bmp'
  | 'image/gif'
  | 'application/pkcs7-mime'
  | 'application/xml'
  | 'application/json'
  | 'text/plain'
  | 'application/octet-stream';

/** How much of a large file is looked at. The end record of a ZIP is not needed: names stand in local headers. */
const HEAD = 64 * 1024;

/**
 * The media type by content alone: magic numbers first, then text that parses as what it looks like.
 * A name or a declared type is never believed. This is recognition, not validation: a file of a type may be broken.
 */
export function sniffMediaType(bytes: Uint8Array): MediaType {
  return byMagic(bytes) ?? (startsWith(bytes, [0x50, 0x4b, 3, 4]) ? zipKind(bytes) : textKind(bytes));
}

/**
 * True when a declared type names what the content is. Aliases in use are accepted (`text/xml`, `application/x-ofd`),
 * and any text type for text. Parameters are ignored.
 */
export function mediaTypeAgrees(declared: string, actual: MediaType): boolean {
  const type = declared.split(';')[0]!.trim().toLowerCase();
  const alias = ALIASES[type] ?? type;
  return alias === actual || (actual === 'text/plain' && alias.startsWith('text/'));
}

const ALIASES: Readonly<Record<string, MediaType>> = Object.freeze({
  'text/xml': 'application/xml',
  'text/json': 'application/json',
  'image/jpg': 'image/jpeg',
  'application/x-pdf': 'application/pdf',
  'application/x-ofd': 'application/ofd',
  'application/vnd.ofd': 'application/ofd',
  'application/x-zip-compressed': 'application/zip',
  'application/x-pkcs7-mime': 'application/pkcs7-mime',
  'application/pkcs7-signature': 'application/pkcs7-mime',
});

const MAGIC: readonly (readonly [MediaType, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['image/tiff', [0x4d, 0x4d, 0x00, 0x2a]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
];

function byMagic(bytes: Uint8Array): MediaType | undefined {
  for (const [type, magic] of MAGIC) if (startsWith(bytes, magic)) return type;
  // BMP has two letters of magic only: its size field must be right too.
  if (startsWith(bytes, [0x42, 0x4d]) && bytes.length > 14 && uint32(bytes, 2) === bytes.length)
    return 'image/bmp';
  return isCms(bytes) ? 'application/pkcs7-mime' : undefined;
}

/** OFD has no magic of its own: OFD.xml stands at the root (GB/T 33190 7.1). ASiC says it in `mimetype`. */
function zipKind(bytes: Uint8Array): MediaType {
  const head = bytes.subarray(0, 128);
  for (const kind of ['application/vnd.etsi.asic-e+zip', 'application/vnd.etsi.asic-s+zip'] as const) {
    if (indexOfBytes(head, utf8(`mimetype${kind}`)) === 30) return kind;
  }
  // Local and central headers both end with the name; a name is preceded by its header, never by a slash.
  const name = utf8('OFD.xml');
  for (let at = indexOfBytes(bytes, name); at !== -1; at = indexOfBytes(bytes, name, at + 1)) {
    const local = at - 30;
    if (
      local >= 0 &&
      uint32(bytes, local) === 0x04034b50 &&
      bytes[local + 26] === 7 &&
      bytes[local + 27] === 0
    ) {
      return 'application/ofd';
    }
  }
  return 'application/zip';
}

/** SEQUENCE, then the OID signedData of RFC 5652 or of GB/T 35275. */
function isCms(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30) return false;
  const head = bytes.subarray(0, 24);
  const signedData = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
  const gmSignedData = [0x06, 0x0a, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x06, 0x01, 0x04, 0x02, 0x02];
  return [signedData, gmSignedData].some((oid) => {
    const at = indexOfBytes(head, Uint8Array.from(oid));
    return at >= 2 && at <= 10;
  });
}

function textKind(bytes: Uint8Array): MediaType {
  const text = decodeText(bytes);
  if (text === undefined) return 'application/octet-stream';
  const trimmed = text.replace(/^\ufeff/, '').trimStart();
  if (/^<(?:\?xml\s|[A-Za-z_\u4e00-\u9fff!])/.test(trimmed) && !/^<(?:!doctype\s+html|html)/i.test(trimmed)) {
    return 'application/xml';
  }
  if (/^[[{]/.test(trimmed) && parsesAsJson(bytes)) return 'application/json';
  return 'text/plain';
}

/** The head as text when the bytes are UTF-8 without control characters; a character cut at the end is forgiven. */
function decodeText(bytes: Uint8Array): string | undefined {
  const cut = bytes.length > HEAD;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, HEAD), {
      stream: cut,
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: text holds none of them
    return /[\u0000-\u0008\u000e-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function parsesAsJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

function uint32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
