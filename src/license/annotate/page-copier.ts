import {
  deflatedStream,
  inheritedResources,
  isPdfArray,
  type NewPdf,
  nameOf,
  PdfDict,
  type PdfDocument,
  PdfName,
  type PdfObject,
  type PdfPage,
  PdfRef,
  PdfStream,
  pageContent,
} from '../../formats/pdf/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';

/** Objects that the look of a page needs: real faces have some dozens. */
const MAX_OBJECTS = 20_000;
const MAX_DEPTH = 100;
/** What an object of a page may lead to beside its look: structure, other files, descriptions of anybody. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['StructParent', 'StructParents', 'Metadata', 'PieceInfo', 'AF', 'EF', 'OPI', 'Alternates', 'Length'],
]);
/** Nothing of the old document's skeleton comes along, wherever it is named. */
const SKELETON: ReadonlySet<string> = new Set([
  'Page',
  'Pages',
  'Catalog',
  'Annot',
  'Filespec',
  'EmbeddedFile',
  'Sig',
]);

/**
 * Takes over what pages show into another file: content and resources alone, each page as one form. Annotations (seals and
 * signatures among them), attachments, actions and structure stay behind.
 */
export class PageCopier {
  readonly #document: PdfDocument;
  readonly #target: NewPdf;
  readonly #copied = new Map<number, PdfRef>();

  /** PDF_ENCRYPTED; PDF_UNSUPPORTED for layers that may be hidden: without their switches all would show. */
  constructor(document: PdfDocument, target: NewPdf) {
    if (document.encrypted) {
      throw new YinxinError(
        'PDF_ENCRYPTED',
        'no copy is made of an encrypted PDF: take the license as it was issued',
      );
    }
    if (document.catalog().get('OCProperties') !== undefined) {
      throw new YinxinError('PDF_UNSUPPORTED', 'no copy is made of a PDF with optional content (layers)');
    }
    this.#document = document;
    this.#target = target;
  }

  /** The look of a page as a form in the page's own coordinates. */
  form(page: PdfPage): PdfRef {
    const document = this.#document;
    const { dict } = page;
    const { left, bottom, right, top } = page.visibleBox;
    const entries = PdfDict.of({
      Type: new PdfName('XObject'),
      Subtype: new PdfName('Form'),
      BBox: [left, bottom, right, top],
      Resources: this.#copy(inheritedResources(document, dict), 0),
      Group: this.#copy(dict.get('Group') ?? null, 0) ?? undefined,
    });
    return this.#target.add(deflatedStream(entries, pageContent(document, page)));
  }

  #copy(value: PdfObject, depth: number): PdfObject {
    if (depth > MAX_DEPTH) throw tooMuch('depth', MAX_DEPTH);
    if (value instanceof PdfRef) return this.#copyObject(value, depth);
    if (value instanceof PdfDict) return this.#copyDict(value, depth);
    if (value instanceof PdfStream) return null;
    return isPdfArray(value) ? value.map((item) => this.#copy(item, depth + 1)) : value;
  }

  #copyDict(dict: PdfDict, depth: number): PdfObject {
    if (SKELETON.has(nameOf(this.#document.resolve(dict.get('Type'))) ?? '')) return null;
    const entries = new Map<string, PdfObject>();
    for (const [key, value] of dict.entries) {
      if (!LEFT_OUT.has(key)) entries.set(key, this.#copy(value, depth + 1));
    }
    return new PdfDict(entries);
  }

  #copyObject(ref: PdfRef, depth: number): PdfObject {
    const known = this.#copied.get(ref.num);
    if (known !== undefined) return known;
    const value = this.#document.resolve(ref);
    if (value === undefined || value === null) return null;
    if (this.#copied.size >= MAX_OBJECTS) throw tooMuch('objects', MAX_OBJECTS);
    const target = this.#target.reserve();
    this.#copied.set(ref.num, target);
    if (value instanceof PdfStream) {
      const dict = this.#copyDict(value.dict, depth);
      const left = !(dict instanceof PdfDict);
      this.#target.set(target, left ? null : { dict, data: this.#document.view().rawData(value).raw });
    } else {
      this.#target.set(target, this.#copy(value, depth + 1));
    }
    return target;
  }
}

function tooMuch(limit: string, allowed: number): YinxinError {
  return new YinxinError('LIMIT_EXCEEDED', 'the page leads to more than a face of a license needs', {
    details: { limit, allowed },
  });
}
