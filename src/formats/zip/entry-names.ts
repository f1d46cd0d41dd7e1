import { fromUtf8, latin1, YinxinError } from '../../foundation/core/index.ts';
import type { ZipFinding } from './structure.ts';

/** Controls (Cc) and the line separators: no name of a file holds one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;
/** Characters that turn the direction of text and so disguise an extension. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** What programs call files: nothing in such a name is odd, and no fold but that of case changes it. */
const PLAIN = /^[A-Za-z0-9_-][\w.-]*(?:\/[A-Za-z0-9_-][\w.-]*)*\/?$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them
const ASCII = /^[\u0000-\u007f]*$/;
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;

/**
 * The name of an entry. With bit 11 it is strict UTF-8; without it ASCII, else GB18030 with the finding
 * ZIP_NAME_ENCODING (old Chinese packers; the specification says IBM 437 and nobody means it).
 */
export function decodeName(raw: Uint8Array, utf8Flag: boolean, findings: ZipFinding[]): string {
  const bytes = latin1(raw);
  if (ASCII.test(bytes)) return bytes;
  if (utf8Flag) {
    try {
      return fromUtf8(raw);
    } catch (cause) {
      throw new YinxinError('ZIP_INVALID', 'an entry name marked as UTF-8 is not UTF-8', { cause });
    }
  }
  let name: string;
  try {
    name = new TextDecoder('gb18030', { fatal: true }).decode(raw);
  } catch (cause) {
    throw new YinxinError('ZIP_INVALID', 'an entry name is neither UTF-8 by its flag nor GB18030', { cause });
  }
  findings.push({
    code: 'ZIP_NAME_ENCODING',
    detail: `a name without the UTF-8 flag was read as GB18030: ${name}`,
  });
  return name;
}

/** Why a name is refused, or `undefined`. The same rules hold for reading and writing. */
export function nameFault(name: string): string | undefined {
  if (PLAIN.test(name)) return undefined;
  if (name.length === 0) return 'is empty';
  if (CONTROL.test(name)) return 'holds a control character';
  if (name.includes('\\')) return 'holds a backslash';
  if (name.startsWith('/')) return 'is absolute';
  if (/^[A-Za-z]:/.test(name)) return 'begins with a drive letter';
  const segments = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');
  if (segments.some((s) => s === '' || s === '.' || s === '..')) return 'holds an empty, "." or ".." segment';
  return undefined;
}

/** Why a name should not be written: some file system cannot hold it, or changes it. */
export function portableNameFault(name: string): string | undefined {
  const fault = nameFault(name);
  if (fault !== undefined) return fault;
  if (/[<>:"|?*]/.test(name)) return 'holds one of < > : " | ? *';
  if (DIRECTION.test(name)) return 'holds a character that turns the direction of text';
  for (const segment of name.replace(/\/$/, '').split('/')) {
    if (/[. ]$/.test(segment) || segment.startsWith(' '))
      return 'has a segment with a space or dot at its edge';
    if (WINDOWS_DEVICE.test(segment)) return 'names a device of Windows';
    // 255 bytes is the longest name that ext4, APFS and NTFS all hold.
    if (new TextEncoder().encode(segment).length > 255) return 'has a segment of more than 255 bytes';
  }
  return undefined;
}

/** Refuses duplicates, names that differ only in case or composition, and a file that is also a folder. */
export class NameRegister {
  readonly #files = new Map<string, string>();
  readonly #folders = new Set<string>();

  /** Throws ZIP_INVALID on a clash; the findings gain ZIP_NAME_DIRECTION. */
  add(name: string, findings: ZipFinding[]): void {
    const fault = nameFault(name);
    if (fault !== undefined) throw invalidName(name, fault);
    if (DIRECTION.test(name)) {
      findings.push({ code: 'ZIP_NAME_DIRECTION', detail: `a name turns the direction of text: ${name}` });
    }
    const key = foldName(name.endsWith('/') ? name.slice(0, -1) : name);
    const earlier = this.#files.get(key);
    if (earlier !== undefined) {
      throw invalidName(name, earlier === name ? 'occurs twice' : `clashes with ${JSON.stringify(earlier)}`);
    }
    this.#files.set(key, name);
    if (!name.endsWith('/') && this.#folders.has(key)) throw invalidName(name, 'is a file and a folder');
    for (let at = key.lastIndexOf('/'); at > 0; at = key.lastIndexOf('/', at - 1)) {
      const parent = key.slice(0, at);
      const parentEntry = this.#files.get(parent);
      if (parentEntry !== undefined && !parentEntry.endsWith('/')) {
        throw invalidName(parentEntry, 'is a file and a folder');
      }
      if (this.#folders.has(parent)) break;
      this.#folders.add(parent);
    }
  }
}

/** Names equal by this fold are one file on some file system. */
function foldName(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

function invalidName(name: string, fault: string): YinxinError {
  return new YinxinError('ZIP_INVALID', `the entry name ${JSON.stringify(name)} ${fault}`, {
    details: { name },
  });
}
