import {
  isPdfArray,
  type ObjectView,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfStream,
} from '../../../formats/pdf/index.ts';
import { YinxinError } from '../../../foundation/core/index.ts';
import { edgesOf } from './edges.ts';
import { finer, type Label, label } from './label.ts';
import type { Role } from './role.ts';
import type { RoleBook } from './role-book.ts';
import { isPlain } from './same-value.ts';

/** A reference found where no rule leads, with the key that it stands under. */
interface Loose {
  readonly ref: PdfRef;
  readonly key: string;
  readonly label: Label;
}

/**
 * Keys by which a page, field, annotation or catalog is pointed at, not made a part of something: what a rule may change
 * in those dictionaries (/Annots; /V, /AP, /AS) means nothing to whoever follows such a pointer.
 */
const POINTERS: ReadonlySet<string> = new Set([
  ...['Parent', 'P', 'Obj', 'Popup', 'IRT', 'CO', 'T', 'Fields', 'Data', 'AN'],
]);

/**
 * Walks an object graph and enters into the book what every object is. Typed paths are walked first; then everything
 * that other paths lead to is marked, so that an object with two meanings is never taken for the harmless one alone.
 */
export class GraphWalk {
  readonly #book: RoleBook;
  readonly #view: ObjectView;
  readonly #onOddReference: (ref: PdfRef) => void;
  readonly #isStrict: boolean;
  readonly #typed: { readonly role: Role; readonly value: PdfObject }[] = [];
  readonly #loose: Loose[] = [];
  readonly #elements = new Set<number>();

  /**
   * `onOddReference` is told of references whose generation is not that of the object: readers disagree on them.
   * `isStrict` refuses trees that come to a node twice, as a walk over a whole document does.
   */
  constructor(book: RoleBook, view: ObjectView, onOddReference: (ref: PdfRef) => void, isStrict: boolean) {
    this.#book = book;
    this.#view = view;
    this.#onOddReference = onOddReference;
    this.#isStrict = isStrict;
  }

  /** Starts a typed path. */
  push(role: Role, value: PdfObject): void {
    this.#typed.push({ role, value });
  }

  /** Starts the paths of a trailer. */
  pushTrailer(trailer: PdfDict): void {
    for (const [key, value] of trailer.entries) {
      if (key === 'Root') this.push({ kind: 'catalog' }, value);
      else if (key === 'Info') this.push({ kind: 'info' }, value);
      else if (!isPlain(value)) this.pushOther(label(['TRAILER', `/${key} of the trailer`]), key, value);
    }
  }

  /** Starts a path without a rule: all references in the value. */
  pushOther(under: Label, key: string, value: PdfObject): void {
    if (value instanceof PdfRef) this.#loose.push({ ref: value, key, label: finer(under, key) });
    else if (value instanceof PdfStream) this.pushOther(under, key, value.dict);
    else if (value instanceof PdfDict) {
      const inner = finer(under, key);
      for (const [name, item] of value.entries) this.pushOther(inner, name, item);
    } else if (isPdfArray(value)) for (const item of value) this.pushOther(under, key, item);
  }

  /**
   * Walks at most `steps` objects; true when none is left. An object is taken off the list only when it is done, so
   * that a step may be broken off and run again.
   */
  run(steps: number): boolean {
    for (let i = 0; i < steps; i++) {
      const typed = this.#typed.at(-1);
      if (typed !== undefined) {
        const edges = this.#visit(typed.role, typed.value);
        this.#typed.pop();
        this.#follow(edges);
        continue;
      }
      const loose = this.#loose.at(-1);
      if (loose === undefined) return true;
      const value = this.#mark(loose);
      this.#loose.pop();
      if (value !== undefined) this.pushOther(loose.label, loose.key, value);
    }
    return this.#typed.length + this.#loose.length === 0;
  }

  /** Ways on from a typed object that was not seen in this role before. */
  #visit(role: Role, value: PdfObject): ReturnType<typeof edgesOf> {
    if (!(value instanceof PdfRef)) return edgesOf(role, value, this.#view);
    if (this.#book.has(value.num, role)) {
      const isNode = role.kind === 'pages' || role.kind === 'page';
      if (isNode && this.#isStrict) throw loop('page tree', value);
      return [];
    }
    const target = this.read(value);
    if (target instanceof PdfRef) {
      this.#book.assign(value.num, role);
      return [{ role, value: target }];
    }
    const isFormPart = role.kind === 'annotation' && this.#book.hasKind(value.num, 'field', 'widget');
    const edges = target === undefined || isFormPart ? [] : edgesOf(role, target, this.#view);
    this.#book.assign(value.num, role);
    if (role.kind === 'field') this.#book.addFieldName(role.field.name);
    return edges;
  }

  #follow(edges: ReturnType<typeof edgesOf>): void {
    for (const edge of edges) {
      if ('role' in edge) this.push(edge.role, edge.value);
      else this.pushOther(edge.label, edge.key, edge.value);
    }
  }

  /** Marks what a path without a rule leads to; answers its value where it was not walked before. */
  #mark({ ref, key, label: under }: Loose): PdfObject | undefined {
    const isElement = this.#isStrict && key === 'K' && under.code === 'STRUCTURE';
    if (isElement && this.#elements.has(ref.num)) throw loop('structure tree', ref);
    const value = this.#markOnce(ref, key, under);
    if (isElement) this.#elements.add(ref.num);
    return value;
  }

  #markOnce(ref: PdfRef, key: string, under: Label): PdfObject | undefined {
    if (this.#isPointer(ref.num, key) || this.#book.labelOf(ref.num) !== undefined) return undefined;
    const value = this.read(ref);
    this.#book.mark(ref.num, under);
    return value;
  }

  #isPointer(num: number, key: string): boolean {
    if (this.#book.hasKind(num, 'page')) return true;
    return POINTERS.has(key) && this.#book.hasKind(num, 'field', 'widget', 'annotation', 'catalog', 'pages');
  }

  /** The value behind a reference. The object stream that holds it is marked: it must stay as it is. */
  read(ref: PdfRef): PdfObject | undefined {
    const entry = this.#view.entry(ref.num);
    if (entry === undefined || entry.type === 'free') return undefined;
    if (entry.type === 'compressed') this.#markContainer(entry.container);
    const gen = entry.type === 'offset' ? entry.gen : 0;
    if (gen !== ref.gen) this.#onOddReference(ref);
    return this.#view.glance(gen === ref.gen ? ref : new PdfRef(ref.num, gen))?.value;
  }

  #markContainer(container: number): void {
    if (this.#book.labelOf(container) !== undefined) return;
    const entry = this.#view.entry(container);
    if (entry?.type !== 'offset') return;
    const stream = this.#view.object(new PdfRef(container, entry.gen))?.value;
    const under = label(['OBJECT_STREAM', 'object stream']);
    if (this.#book.mark(container, under) && stream !== undefined) this.pushOther(under, '', stream);
  }
}

/** Trees that are none are read in as many ways as there are readers: nothing is proved about them. */
function loop(tree: string, ref: PdfRef): YinxinError {
  return new YinxinError('PDF_INVALID', `the ${tree} comes to object ${ref.num} twice`);
}
