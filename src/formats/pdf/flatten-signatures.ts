import { fromLatin1, YinxinError } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import { readFields } from './fields.ts';
import {
  countOf,
  isPdfArray,
  nameOf,
  PdfDict,
  PdfName,
  type PdfObject,
  PdfRef,
  PdfStream,
} from './object.ts';
import { type PdfPage, pages, rectangleOf } from './pages.ts';
import type { NewStream } from './serializer.ts';
import { writeAnew } from './write-anew.ts';

/** A document without its signatures. */
export interface FlattenedPdf {
  readonly file: Uint8Array;
  /** Signature fields that were taken out, and how many pictures of them now stand in the pages. */
  readonly fields: number;
  readonly drawn: number;
}

const MAX_PARENTS = 64;
const HIDDEN = 2;
const NO_VIEW = 32;

/**
 * The newest state of a document as a new file without history: signature fields, their values, the document security
 * store and permissions by signatures are gone, and what a field showed is drawn into its page, where it stood and as it
 * looked (ISO 32000-1 12.5.5). Everything else is as it was. PDF_ENCRYPTED, PDF_INVALID.
 */
export function flattenSignatures(document: PdfDocument): FlattenedPdf {
  if (document.encrypted) {
    throw new YinxinError('PDF_ENCRYPTED', 'the PDF is encrypted: decrypt it before it is archived');
  }
  const work: Work = {
    document,
    replaced: new Map(),
    next: countOf(document.trailer.get('Size')) ?? 1,
    drawn: 0,
  };
  const fields = removeFields(work);
  for (const page of pages(document)) flattenPage(work, page);
  const root = document.trailer.get('Root');
  if (root instanceof PdfRef) work.replaced.set(root.num, catalogWithout(work));
  return { file: writeAnew(document, root, work.replaced), fields, drawn: work.drawn };
}

interface Work {
  readonly document: PdfDocument;
  readonly replaced: Map<number, PdfObject | NewStream>;
  next: number;
  drawn: number;
}

/** Fields, their values and widgets become nothing, whatever else still points to them. */
function removeFields({ document, replaced }: Work): number {
  const signatures = readFields(document).fields.filter(({ type }) => type === 'Sig');
  for (const { ref, value, widgets } of signatures) {
    for (const object of [ref, value, ...widgets.map((widget) => widget.ref)]) {
      if (object instanceof PdfRef) replaced.set(object.num, null);
    }
  }
  return signatures.length;
}

/** The catalog without what belongs to signatures; a form that has no other field goes too. */
function catalogWithout({ document, replaced }: Work): PdfDict {
  const catalog = document.catalog();
  const form = document.dict(catalog.get('AcroForm'));
  const roots = form === undefined ? [] : (document.array(form.get('Fields')) ?? []);
  const left = roots.filter((field) => !(field instanceof PdfRef && replaced.get(field.num) === null));
  const others = readFields(document).fields.some(({ type }) => type !== 'Sig');
  return catalog.with({
    AcroForm: others ? form?.with({ Fields: left, SigFlags: undefined }) : undefined,
    Perms: undefined,
    DSS: undefined,
    Legal: undefined,
  });
}

function flattenPage(work: Work, page: PdfPage): void {
  const { document } = work;
  const annotations = document.array(page.dict.get('Annots')) ?? [];
  const pictures: string[] = [];
  const xObjects: Record<string, PdfObject> = {};
  const resources = resourcesOf(document, page.dict);
  const known = document.dict(resources?.get('XObject'));
  const left = annotations.filter((annotation) => {
    const dict = document.dict(annotation);
    if (dict === undefined || !isSignatureWidget(document, dict)) return true;
    if (annotation instanceof PdfRef) work.replaced.set(annotation.num, null);
    const value = dict.get('V');
    if (value instanceof PdfRef) work.replaced.set(value.num, null);
    const name = freeName(known, xObjects);
    const picture = pictureOf(work, dict, name);
    if (picture !== undefined) {
      xObjects[name] = picture.form;
      pictures.push(picture.operators);
      work.drawn++;
    }
    return false;
  });
  if (left.length === annotations.length) return;
  const changed = page.dict.with({ Annots: left.length === 0 ? undefined : left });
  work.replaced.set(
    page.ref.num,
    pictures.length === 0
      ? changed
      : changed.with({
          Resources: (resources ?? PdfDict.of({})).with({
            XObject: (known ?? PdfDict.of({})).with(xObjects),
          }),
          Contents: contentsWith(work, page.dict.get('Contents'), pictures),
        }),
  );
}

/** A widget whose field, itself or one above, is a signature field: whether a form lists it or not. */
function isSignatureWidget(document: PdfDocument, dict: PdfDict): boolean {
  let node: PdfDict | undefined = dict;
  for (let depth = 0; node !== undefined && depth < MAX_PARENTS; depth++) {
    const type = nameOf(document.resolve(node.get('FT')));
    if (type !== undefined) return type === 'Sig';
    node = document.dict(node.get('Parent'));
  }
  return false;
}

/** Operators that show the normal appearance in the rectangle of the widget (12.5.5, algorithm 8). */
function pictureOf(
  work: Work,
  widget: PdfDict,
  name: string,
): { readonly form: PdfObject; readonly operators: string } | undefined {
  const { document } = work;
  const flags = countOf(document.resolve(widget.get('F'))) ?? 0;
  const form = normalAppearance(document, widget);
  const resolve = (value: PdfObject | undefined): PdfObject | undefined => document.resolve(value);
  const rectangle = rectangleOf(resolve(widget.get('Rect')), resolve);
  if ((flags & (HIDDEN | NO_VIEW)) !== 0 || form === undefined || rectangle === undefined) return undefined;
  const stream = document.resolve(form);
  if (!(stream instanceof PdfStream)) return undefined;
  const box = rectangleOf(resolve(stream.dict.get('BBox')), resolve);
  if (box === undefined) return undefined;
  const seen = transformedBox(box, matrixOf(document, stream.dict));
  const [width, height] = [seen.right - seen.left, seen.top - seen.bottom];
  const [wanted, tall] = [rectangle.right - rectangle.left, rectangle.top - rectangle.bottom];
  if (![width, height, wanted, tall].every((side) => side > 0)) return undefined;
  const [sx, sy] = [wanted / width, tall / height];
  const numbers = [sx, 0, 0, sy, rectangle.left - seen.left * sx, rectangle.bottom - seen.bottom * sy];
  // An appearance may leave out what every form that is drawn by a page must say.
  if (nameOf(document.resolve(stream.dict.get('Subtype'))) !== 'Form') {
    work.replaced.set(form.num, {
      dict: stream.dict.with({ Type: new PdfName('XObject'), Subtype: new PdfName('Form') }),
      data: document.view().rawData(stream).raw,
    });
  }
  return { form, operators: `q ${numbers.map(decimal).join(' ')} cm /${name} Do Q` };
}

/** The stream of /AP /N, by /AS where it has states. */
function normalAppearance(document: PdfDocument, widget: PdfDict): PdfRef | undefined {
  const normal = document.dict(widget.get('AP'))?.get('N');
  const target = document.resolve(normal);
  if (target instanceof PdfStream) return normal instanceof PdfRef ? normal : undefined;
  const state = nameOf(document.resolve(widget.get('AS')));
  const chosen = target instanceof PdfDict && state !== undefined ? target.get(state) : undefined;
  return chosen instanceof PdfRef ? chosen : undefined;
}

type Matrix = readonly [number, number, number, number, number, number];

function matrixOf(document: PdfDocument, dict: PdfDict): Matrix {
  const numbers = (document.array(dict.get('Matrix')) ?? []).map((value) => document.resolve(value));
  const sound = numbers.length === 6 && numbers.every((value) => typeof value === 'number');
  return sound ? (numbers as unknown as Matrix) : [1, 0, 0, 1, 0, 0];
}

type Rectangle = NonNullable<ReturnType<typeof rectangleOf>>;

function transformedBox(box: Rectangle, [a, b, c, d, e, f]: Matrix): Rectangle {
  const corners = [box.left, box.right].flatMap((x) =>
    [box.bottom, box.top].map((y) => [a * x + c * y + e, b * x + d * y + f] as const),
  );
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) };
}

/** What the page drew, in a graphics state of its own, and the pictures behind it. */
function contentsWith(work: Work, contents: PdfObject | undefined, pictures: readonly string[]): PdfObject {
  const target = work.document.resolve(contents);
  const own = isPdfArray(target) ? target : contents === undefined ? [] : [contents];
  return [newStream(work, 'q\n'), ...own, newStream(work, `\nQ\n${pictures.join('\n')}\n`)];
}

function newStream(work: Work, text: string): PdfRef {
  const ref = new PdfRef(work.next++);
  work.replaced.set(ref.num, { dict: PdfDict.of({}), data: fromLatin1(text) });
  return ref;
}

/** Own or inherited (7.7.3.4). */
function resourcesOf(document: PdfDocument, page: PdfDict): PdfDict | undefined {
  let node: PdfDict | undefined = page;
  for (let depth = 0; node !== undefined && depth < MAX_PARENTS; depth++) {
    const own = document.dict(node.get('Resources'));
    if (own !== undefined) return own;
    node = document.dict(node.get('Parent'));
  }
  return undefined;
}

function freeName(known: PdfDict | undefined, added: Readonly<Record<string, PdfObject>>): string {
  for (let i = 1; ; i++) {
    const name = `Seal${i}`;
    if (known?.get(name) === undefined && added[name] === undefined) return name;
  }
}

function decimal(value: number): string {
  return String(Number(value.toFixed(6)));
}
