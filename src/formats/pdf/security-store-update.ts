import { platform } from '#platform';
import { latin1, toHex, type ValidationData } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import { IncrementalUpdate } from './incremental-update.ts';
import { isPdfArray, PdfDict, PdfName, type PdfObject, PdfRef, PdfStream } from './object.ts';
import type { PdfFile } from './pdf-file.ts';
import { assertSignable } from './prepare-signature.ts';
import { addData } from './security-store.ts';
import { pdfInvalid } from './syntax.ts';
import { encodeDate } from './text-string.ts';

/** What one signature was validated with (/VRI, ETSI EN 319 142-1 5.4.2.3). */
export interface SignatureRelatedData {
  /** /Contents of the signature, padding included: its SHA-1 is the name of the entry. */
  readonly contents: Uint8Array;
  readonly data: ValidationData;
  /** When the data was put together (/TU). */
  readonly at: Date;
}

/** What is added to the DSS of a file. */
export interface SecurityStoreAddition {
  readonly data: ValidationData;
  /** Absent: no /VRI is written; what is there stays. */
  readonly perSignature?: readonly SignatureRelatedData[];
}

const LISTS = [
  ['Certs', 'certificates', 'Cert'],
  ['CRLs', 'crls', 'CRL'],
  ['OCSPs', 'ocspResponses', 'OCSP'],
] as const;

type ListKey = (typeof LISTS)[number][0];

/**
 * An incremental update that adds validation data to the DSS, in the file's own cross-reference style, to be appended
 * to the file. What the DSS holds already, byte for byte, is not stored again. Undefined where nothing is new.
 * PDF_ENCRYPTED, PDF_INVALID (damaged, or a DSS of another shape).
 */
export function prepareSecurityStore(
  file: PdfFile,
  addition: SecurityStoreAddition,
): Promise<Uint8Array | undefined> {
  return file.read((document) => {
    assertSignable(document);
    const update = new IncrementalUpdate(document);
    const store = new StoreWriter(document, update);
    for (const [key, list] of LISTS) for (const der of addition.data[list]) store.place(key, der);
    for (const related of addition.perSignature ?? []) store.relate(related);
    return store.write() ? update.finish().bytes : undefined;
  });
}

/** The DSS as it will be: what is there, and what is put beside it. */
class StoreWriter {
  readonly #document: PdfDocument;
  readonly #update: IncrementalUpdate;
  readonly #old: PdfDict;
  /** Streams by list and content, those of the file among them. */
  readonly #places = new Map<string, PdfRef>();
  readonly #added = new Map<ListKey, PdfRef[]>();
  readonly #entries = new Map<string, PdfObject>();

  constructor(document: PdfDocument, update: IncrementalUpdate) {
    this.#document = document;
    this.#update = update;
    const stored = document.catalog().get('DSS');
    const old = stored === undefined ? PdfDict.of({ Type: new PdfName('DSS') }) : document.dict(stored);
    if (old === undefined) throw pdfInvalid('/DSS is no dictionary');
    this.#old = old;
    for (const [key] of LISTS) {
      for (const item of this.#listOf(old.get(key))) {
        const stream = document.resolve(item);
        if (!(item instanceof PdfRef) || !(stream instanceof PdfStream)) continue;
        this.#places.set(nameOf(key, document.streamData(stream)), item);
      }
    }
  }

  #listOf(stored: PdfObject | undefined): readonly PdfObject[] {
    if (stored === undefined) return [];
    const list = this.#document.resolve(stored);
    if (!isPdfArray(list)) throw pdfInvalid('a list of the DSS is no array');
    return list;
  }

  /** The stream that holds an object; a new one where there is none. */
  place(key: ListKey, der: Uint8Array): PdfRef {
    const name = nameOf(key, der);
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const ref = addData(this.#update, der);
    this.#places.set(name, ref);
    this.#added.set(key, [...(this.#added.get(key) ?? []), ref]);
    return ref;
  }

  /** The entry of a signature; one that is there keeps what it lists, and none is written again that says the same. */
  relate({ contents, data, at }: SignatureRelatedData): void {
    const name = toHex(platform.createHasher('sha1').update(contents).digest()).toUpperCase();
    const old = this.#document.dict(this.#document.dict(this.#old.get('VRI'))?.get(name));
    const changes: Record<string, PdfObject> = {};
    for (const [key, list, short] of LISTS) {
      const before = this.#listOf(old?.get(short));
      const known = new Set(before.map((item) => (item instanceof PdfRef ? item.num : -1)));
      const refs = data[list].map((der) => this.place(key, der));
      const fresh = refs.filter(
        ({ num }, i) => !known.has(num) && refs.findIndex((r) => r.num === num) === i,
      );
      if (fresh.length > 0) changes[short] = [...before, ...fresh];
    }
    if (Object.keys(changes).length === 0) return;
    const entry = old ?? PdfDict.of({ Type: new PdfName('VRI') });
    this.#entries.set(name, entry.with({ ...changes, TU: encodeDate(at) }));
  }

  /** Writes store and catalog; false where nothing is new. */
  write(): boolean {
    if (this.#added.size === 0 && this.#entries.size === 0) return false;
    const changes: Record<string, PdfObject> = {};
    for (const [key, refs] of this.#added) changes[key] = [...this.#listOf(this.#old.get(key)), ...refs];
    if (this.#entries.size > 0) {
      const entries = this.#document.dict(this.#old.get('VRI')) ?? PdfDict.of({});
      changes['VRI'] = entries.with(Object.fromEntries(this.#entries));
    }
    const catalog = this.#document.catalog();
    const stored = catalog.get('DSS');
    if (stored instanceof PdfRef) this.#update.set(stored, this.#old.with(changes));
    else {
      const root = this.#document.trailer.get('Root');
      if (!(root instanceof PdfRef)) throw pdfInvalid('no document catalog');
      this.#update.set(root, catalog.with({ DSS: this.#update.add(this.#old.with(changes)) }));
    }
    return true;
  }
}

function nameOf(key: ListKey, der: Uint8Array): string {
  return `${key} ${latin1(platform.createHasher('sha256').update(der).digest())}`;
}
