import { DEFAULT_LIMITS, isYinxinError, type Limits } from '../../foundation/core/index.ts';
import type { PdfBytes } from './bytes.ts';
import { type Decryptor, openEncryption } from './encryption/index.ts';
import { countOf, type PdfArray, PdfDict, type PdfObject, PdfRef, type PdfStream } from './object.ts';
import { ObjectReader } from './object-reader.ts';
import { ObjectView } from './object-view.ts';
import type { IndirectObject } from './parser.ts';
import { rebuildXref } from './repair.ts';
import { groupRevisions, type Revision } from './revisions.ts';
import { isWhite, pdfInvalid } from './syntax.ts';
import { lookupInSection, type XrefEntry, type XrefSection } from './xref.ts';
import { lastStartxref, readXrefChain } from './xref-chain.ts';

/** Something odd about the file, by code, with words. */
export interface PdfFinding {
  readonly code:
    | 'PDF_REPAIRED'
    | 'PDF_ENCRYPTED'
    | 'PDF_HEADER'
    | 'PDF_END'
    | 'PDF_XREF_SIZE'
    | 'PDF_TRAILER'
    | 'PDF_DUPLICATE_KEY'
    | 'PDF_HYBRID';
  readonly detail: string;
}

/** ISO 32000-1, Annex H, note 13: readers look for the header in the first 1024 bytes. */
const HEADER_WINDOW = 1024;
/** `%PDF-` */
const HEADER_MARK: readonly number[] = [0x25, 0x50, 0x44, 0x46, 0x2d];

/**
 * A PDF seen through its cross-reference sections: objects are read when asked for, from the original bytes,
 * in their newest form or as they were at an earlier revision. Synchronous over {@link PdfBytes}.
 */
export class PdfDocument {
  readonly bytes: PdfBytes;
  readonly limits: Limits;
  /** Oldest first. */
  readonly revisions: readonly Revision[];
  /** Trailer of the newest revision. */
  readonly trailer: PdfDict;
  readonly findings: readonly PdfFinding[];
  /** The offset that the last `startxref` names; undefined in a repaired file. */
  readonly startxref: number | undefined;
  readonly #sections: readonly XrefSection[];
  /** Reads objects by entry, whatever the revision. */
  readonly reader: ObjectReader;
  readonly #newest: ObjectView;
  /** For each revision, the place of its newest section among the sections. */
  readonly #newestSection: readonly number[];

  private constructor(
    bytes: PdfBytes,
    limits: Limits,
    sections: readonly XrefSection[],
    findings: readonly PdfFinding[],
    startxref: number | undefined,
    password: string,
  ) {
    this.bytes = bytes;
    this.limits = limits;
    this.#sections = sections;
    this.startxref = startxref;
    this.reader = new ObjectReader(bytes, limits);
    this.#newest = new ObjectView(this.reader, (num) => this.entry(num));
    this.revisions =
      startxref === undefined
        ? [{ index: 0, sections, end: undefined, ends: [] }]
        : groupRevisions(bytes, sections);
    let newer = sections.length;
    this.#newestSection = this.revisions.map((revision) => (newer -= revision.sections.length));
    this.trailer = sections[0]!.trailer;
    this.reader.decryptor = this.encrypted ? this.#unlock(password) : undefined;
    this.findings = [...findings, ...this.#ownFindings()];
  }

  /**
   * Reads the cross-reference chain; a damaged file is repaired for reading, with a finding. An encrypted file is opened
   * with the password, or with the empty one; where neither fits, strings and streams stay as they are.
   */
  static open(bytes: PdfBytes, limits: Limits = DEFAULT_LIMITS, password = ''): PdfDocument {
    const findings = headerFindings(bytes);
    try {
      const startxref = lastStartxref(bytes);
      const sections = readXrefChain(bytes, startxref, limits);
      const document = new PdfDocument(bytes, limits, sections, findings, startxref, password);
      document.catalog();
      return document;
    } catch (error) {
      if (!isYinxinError(error, 'PDF_INVALID') && !isYinxinError(error, 'INFLATE_INVALID')) throw error;
      const detail = `rebuilt by a scan for objects, because: ${error.message}`;
      const section = rebuildXref(bytes, limits.pdfDepth);
      return new PdfDocument(
        bytes,
        limits,
        [section],
        [...findings, { code: 'PDF_REPAIRED', detail }],
        undefined,
        password,
      );
    }
  }

  #ownFindings(): PdfFinding[] {
    const findings: PdfFinding[] = [];
    if (this.locked) findings.push({ code: 'PDF_ENCRYPTED', detail: 'strings and streams are encrypted' });
    if (this.startxref !== undefined && !endsWell(this.bytes, this.revisions.at(-1)!.end)) {
      findings.push({ code: 'PDF_END', detail: 'the file goes on, or breaks off, after its last revision' });
    }
    if (this.trailer.get('Root') === undefined) {
      findings.push({ code: 'PDF_TRAILER', detail: 'the newest trailer does not lead to a catalog' });
    }
    const twice = [...this.trailer.duplicateKeys, ...this.#catalogKeysGivenTwice()];
    if (twice.length > 0) {
      const detail = `trailer or catalog give a key twice, and readers take one or the other: /${twice[0]}`;
      findings.push({ code: 'PDF_DUPLICATE_KEY', detail });
    }
    let size = Number.POSITIVE_INFINITY;
    for (const section of this.#sections) {
      const own = countOf(section.trailer.get('Size'));
      if (own === undefined || own > size) {
        findings.push({ code: 'PDF_XREF_SIZE', detail: '/Size of the trailers is missing or shrinks' });
        break;
      }
      size = own;
    }
    return findings;
  }

  #catalogKeysGivenTwice(): readonly string[] {
    try {
      return this.catalog().duplicateKeys;
    } catch (error) {
      // Whoever asks for the catalog is told.
      if (isYinxinError(error)) return [];
      throw error;
    }
  }

  get repaired(): boolean {
    return this.startxref === undefined;
  }

  get encrypted(): boolean {
    return this.#sections.some((section) => section.trailer.get('Encrypt') !== undefined);
  }

  /** Encrypted, and not opened: names, texts and streams cannot be read. */
  get locked(): boolean {
    return this.encrypted && this.reader.decryptor === undefined;
  }

  #unlock(password: string): Decryptor | undefined {
    const open = (text: string): Decryptor | undefined => openEncryption(this.#newest, this.trailer, text);
    try {
      return open(password) ?? (password === '' ? undefined : open(''));
    } catch (error) {
      if (isYinxinError(error, 'PDF_INVALID')) return undefined;
      throw error;
    }
  }

  /** The newest section's way of writing: the style an update must keep. */
  get style(): 'table' | 'stream' {
    return this.#sections[0]!.kind;
  }

  /** One more than the highest object number that any section knows: where new numbers start. */
  get nextObjectNumber(): number {
    let next = 1;
    for (const section of this.#sections) {
      next = Math.max(next, countOf(section.trailer.get('Size')) ?? 0);
      for (const part of [section, section.hybrid]) {
        const last = part?.runs.at(-1);
        if (last !== undefined) next = Math.max(next, last.first + last.count);
      }
    }
    return next;
  }

  /** Place of the newest section in force at a revision. */
  #firstSectionAt(revision: number | undefined): number {
    return revision === undefined ? 0 : (this.#newestSection[revision] ?? 0);
  }

  /** Where an object is; undefined when it is free or unknown. */
  entry(num: number, revision?: number): XrefEntry | undefined {
    const first = this.#firstSectionAt(revision);
    // Numbers at or above /Size are missing by definition (ISO 32000-1, table 15).
    if (num >= (countOf(this.#sections[first]!.trailer.get('Size')) ?? 0)) return undefined;
    for (let i = first; i < this.#sections.length; i++) {
      const entry = lookupInSection(this.#sections[i]!, num);
      if (entry !== undefined) return entry.type === 'free' ? undefined : entry;
    }
    return undefined;
  }

  /** The objects as they were at a revision; the newest where none is given. */
  view(revision?: number): ObjectView {
    return revision === undefined
      ? this.#newest
      : new ObjectView(this.reader, (num) => this.entry(num, revision));
  }

  /** An indirect object with its place; undefined when it does not exist. Objects of object streams have no place. */
  object(ref: PdfRef, revision?: number): IndirectObject | undefined {
    return this.view(revision).object(ref);
  }

  /** The value behind a reference (or the value itself), as of a revision; missing objects are undefined. */
  resolve(value: PdfObject | undefined, revision?: number): PdfObject | undefined {
    return this.view(revision).resolve(value);
  }

  /** The dictionary behind a value (a stream's own dictionary too), or undefined. */
  dict(value: PdfObject | undefined, revision?: number): PdfDict | undefined {
    return this.view(revision).dict(value);
  }

  /** The array behind a value, or undefined. */
  array(value: PdfObject | undefined, revision?: number): PdfArray | undefined {
    return this.view(revision).array(value);
  }

  /** The trailer of a revision: that of its newest section. */
  trailerAt(revision: number): PdfDict {
    return this.#sections[this.#firstSectionAt(revision)]!.trailer;
  }

  /** The document catalog; a file without one is PDF_INVALID. */
  catalog(revision?: number): PdfDict {
    const root = this.#rootAt(revision);
    const catalog = root instanceof PdfRef ? this.resolve(root, revision) : undefined;
    if (!(catalog instanceof PdfDict)) throw pdfInvalid('no document catalog');
    return catalog;
  }

  /** An update whose trailer forgets /Root (7.5.6 wants all entries repeated) is read with that of the one before. */
  #rootAt(revision: number | undefined): PdfObject | undefined {
    for (let i = this.#firstSectionAt(revision); i < this.#sections.length; i++) {
      const root = this.#sections[i]!.trailer.get('Root');
      if (root !== undefined) return root;
    }
    return undefined;
  }

  /** Decoded data of a stream, bounded by `limits.inflatedBytes`. Encrypted data comes out as it is. */
  streamData(stream: PdfStream): Uint8Array {
    return this.#newest.streamData(stream);
  }
}

/** Only white space may follow the last `%%EOF`: anything else is an update that was cut, or hidden. */
function endsWell(bytes: PdfBytes, end: number | undefined): boolean {
  if (end === undefined || bytes.size - end > HEADER_WINDOW) return false;
  return bytes.slice(end, bytes.size - end).every(isWhite);
}

function headerFindings(bytes: PdfBytes): PdfFinding[] {
  const head = bytes.slice(0, Math.min(HEADER_WINDOW, bytes.size));
  if (isHeader(head, 0)) return [];
  const at = head.findIndex((_, index) => isHeader(head, index));
  if (at < 0) throw pdfInvalid('no %PDF header');
  return [{ code: 'PDF_HEADER', detail: `the %PDF header stands at byte ${at}` }];
}

/** `%PDF-d.d` at an offset. */
function isHeader(head: Uint8Array, at: number): boolean {
  const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
  return (
    HEADER_MARK.every((byte, i) => head[at + i] === byte) &&
    isDigit(head[at + 5]) &&
    head[at + 6] === 0x2e &&
    isDigit(head[at + 7])
  );
}
