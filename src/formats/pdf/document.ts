import { assertWithin, DEFAULT_LIMITS, isYinxinError, type Limits } from '../../foundation/core/index.ts';
import type { PdfBytes } from './bytes.ts';
import { decodeStream } from './filters.ts';
import { countOf, isPdfArray, type PdfArray, PdfDict, type PdfObject, PdfRef, PdfStream } from './object.ts';
import { type ObjectStream, readObjectStream } from './object-stream.ts';
import { type IndirectObject, parseIndirectObject } from './parser.ts';
import { rebuildXref } from './repair.ts';
import { groupRevisions, type Revision } from './revisions.ts';
import { rawStreamData } from './stream-data.ts';
import { isWhite, pdfInvalid } from './syntax.ts';
import { lookupInSection, type XrefEntry, type XrefSection } from './xref.ts';
import { lastStartxref, readXrefChain } from './xref-chain.ts';

/** Something odd about the file, by code, with words. */
export interface PdfFinding {
  readonly code: 'PDF_REPAIRED' | 'PDF_ENCRYPTED' | 'PDF_HEADER' | 'PDF_END' | 'PDF_XREF_SIZE';
  readonly detail: string;
}

const MAX_REFERENCE_CHAIN = 32;
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
  readonly #objects = new Map<number, IndirectObject>();
  readonly #objectStreams = new Map<number, ObjectStream>();
  /** Offsets of object streams being opened: one whose own /Length lies in it would never end. */
  readonly #opening = new Set<number>();
  #inflated = 0;

  private constructor(
    bytes: PdfBytes,
    limits: Limits,
    sections: readonly XrefSection[],
    findings: readonly PdfFinding[],
    startxref: number | undefined,
  ) {
    this.bytes = bytes;
    this.limits = limits;
    this.#sections = sections;
    this.startxref = startxref;
    this.revisions =
      startxref === undefined
        ? [{ index: 0, sections, end: undefined, ends: [] }]
        : groupRevisions(bytes, sections);
    this.trailer = sections[0]!.trailer;
    this.findings = [...findings, ...this.#ownFindings()];
  }

  /** Reads the cross-reference chain; a damaged file is repaired for reading, with a finding. */
  static open(bytes: PdfBytes, limits: Limits = DEFAULT_LIMITS): PdfDocument {
    const findings = headerFindings(bytes);
    try {
      const startxref = lastStartxref(bytes);
      const sections = readXrefChain(bytes, startxref, limits);
      const document = new PdfDocument(bytes, limits, sections, findings, startxref);
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
      );
    }
  }

  #ownFindings(): PdfFinding[] {
    const findings: PdfFinding[] = [];
    if (this.encrypted) findings.push({ code: 'PDF_ENCRYPTED', detail: 'strings and streams are encrypted' });
    if (this.startxref !== undefined && !endsWell(this.bytes, this.revisions.at(-1)!.end)) {
      findings.push({ code: 'PDF_END', detail: 'the file goes on, or breaks off, after its last revision' });
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

  get repaired(): boolean {
    return this.startxref === undefined;
  }

  get encrypted(): boolean {
    return this.#sections.some((section) => section.trailer.get('Encrypt') !== undefined);
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

  /** Sections in force at a revision, newest first. */
  #sectionsAt(revision: number | undefined): readonly XrefSection[] {
    if (revision === undefined || revision >= this.revisions.length - 1) return this.#sections;
    let newer = 0;
    for (const later of this.revisions.slice(revision + 1)) newer += later.sections.length;
    return this.#sections.slice(newer);
  }

  /** Where an object is; undefined when it is free or unknown. */
  entry(num: number, revision?: number): XrefEntry | undefined {
    const sections = this.#sectionsAt(revision);
    // Numbers at or above /Size are missing by definition (ISO 32000-1, table 15).
    if (num >= (countOf(sections[0]!.trailer.get('Size')) ?? 0)) return undefined;
    for (const section of sections) {
      const entry = lookupInSection(section, num);
      if (entry !== undefined) return entry.type === 'free' ? undefined : entry;
    }
    return undefined;
  }

  /** An indirect object with its place, null when it does not exist. Objects of object streams have no place. */
  object(ref: PdfRef, revision?: number): IndirectObject | undefined {
    const entry = this.entry(ref.num, revision);
    if (entry === undefined || entry.type === 'free') return undefined;
    if (entry.type === 'compressed') {
      if (ref.gen !== 0) return undefined;
      const value = this.#objectStream(entry.container, revision).value(entry.index, ref.num);
      return { num: ref.num, gen: 0, value, start: -1, end: -1 };
    }
    if (entry.gen !== ref.gen) return undefined;
    return this.#objectAt(entry.offset, ref);
  }

  #objectAt(offset: number, ref: PdfRef): IndirectObject {
    let object = this.#objects.get(offset);
    if (object === undefined) {
      object = this.bytes.parseAt(offset, (lexer) => parseIndirectObject(lexer, this.limits.pdfDepth));
      this.#objects.set(offset, object);
    }
    if (object.num !== ref.num || object.gen !== ref.gen) {
      throw pdfInvalid(`object ${ref.num} is not where the cross-reference says`, offset);
    }
    return object;
  }

  #objectStream(container: number, revision: number | undefined): ObjectStream {
    const entry = this.entry(container, revision);
    if (entry?.type !== 'offset') throw pdfInvalid(`object stream ${container} is missing`);
    const known = this.#objectStreams.get(entry.offset);
    if (known !== undefined) return known;
    if (this.#opening.has(entry.offset)) throw pdfInvalid('an object stream needs itself', entry.offset);
    this.#opening.add(entry.offset);
    try {
      const opened = this.#openObjectStream(new PdfRef(container, entry.gen), entry.offset);
      this.#objectStreams.set(entry.offset, opened);
      return opened;
    } finally {
      this.#opening.delete(entry.offset);
    }
  }

  #openObjectStream(ref: PdfRef, offset: number): ObjectStream {
    const stream = this.#objectAt(offset, ref).value;
    if (!(stream instanceof PdfStream)) throw pdfInvalid(`object ${ref.num} is no stream`, offset);
    const data = this.streamData(stream);
    // All object streams stay in memory: together they count as one.
    assertWithin('inflatedBytes', this.#inflated + data.length, this.limits);
    const opened = readObjectStream(stream, data, this.limits.pdfDepth);
    this.#inflated += data.length;
    return opened;
  }

  /** The value behind a reference (or the value itself), as of a revision; missing objects are undefined. */
  resolve(value: PdfObject | undefined, revision?: number): PdfObject | undefined {
    let current = value;
    for (let i = 0; current instanceof PdfRef; i++) {
      if (i === MAX_REFERENCE_CHAIN) throw pdfInvalid('references that lead to references without end');
      current = this.object(current, revision)?.value;
    }
    return current ?? undefined;
  }

  /** The dictionary behind a value (a stream's own dictionary too), or undefined. */
  dict(value: PdfObject | undefined, revision?: number): PdfDict | undefined {
    const resolved = this.resolve(value, revision);
    if (resolved instanceof PdfStream) return resolved.dict;
    return resolved instanceof PdfDict ? resolved : undefined;
  }

  /** The array behind a value, or undefined. */
  array(value: PdfObject | undefined, revision?: number): PdfArray | undefined {
    const resolved = this.resolve(value, revision);
    return isPdfArray(resolved) ? resolved : undefined;
  }

  /** The document catalog; a file without one is PDF_INVALID. */
  catalog(revision?: number): PdfDict {
    const root = this.#sectionsAt(revision)[0]!.trailer.get('Root');
    const catalog = root instanceof PdfRef ? this.resolve(root, revision) : undefined;
    if (!(catalog instanceof PdfDict)) throw pdfInvalid('no document catalog');
    return catalog;
  }

  /** Decoded data of a stream, bounded by `limits.inflatedBytes`. Encrypted data comes out as it is. */
  streamData(stream: PdfStream): Uint8Array {
    const resolve = (value: PdfObject | undefined): PdfObject | undefined => this.resolve(value);
    const { raw } = rawStreamData(this.bytes, stream, resolve);
    return decodeStream(stream.dict, raw, resolve, this.limits.inflatedBytes);
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
