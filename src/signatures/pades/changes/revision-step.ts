import {
  isPdfArray,
  type ObjectView,
  PdfDict,
  type PdfObject,
  PdfRef,
  PdfStream,
  type RewrittenEntry,
  sameEntry,
} from '../../../formats/pdf/index.ts';
import { isYinxinError } from '../../../foundation/core/index.ts';
import type { FoundChange } from './change.ts';
import { edgesOf } from './edges.ts';
import { fillingOf } from './field-node.ts';
import { GraphWalk } from './graph-walk.ts';
import type { Role } from './role.ts';
import type { RoleBook } from './role-book.ts';
import { judge, judgeTrailer } from './rules/index.ts';
import { type Budget, sameObject, sameValue } from './same-value.ts';
import type { Step } from './step.ts';

/** New objects that lead to new objects: real files have four or five in a row. */
const MAX_CHAIN = 64;
/** Changes noted of one revision, once it is refused. */
const MAX_NOTED = 1_000;

const LISTS: ReadonlySet<Role['kind']> = new Set<Role['kind']>(['fields', 'annotations', 'store-list']);

/** What one revision lists, and the trailers on both sides of it. */
export interface RevisionInput {
  readonly before: ObjectView;
  readonly after: ObjectView;
  readonly entries: readonly RewrittenEntry[];
  readonly trailers: readonly [before: PdfDict, after: PdfDict];
  readonly revision: number;
  readonly budget: Budget;
  /** Offset after the revision before. */
  readonly start: number;
}

interface Changed {
  readonly num: number;
  readonly before: PdfObject | undefined;
  readonly after: PdfObject | undefined;
}

/**
 * Compares one revision with the one before: every object that is another than before must be cleared by the rules for
 * all roles that it had; new objects, by the rule of the place that leads to them.
 */
export class RevisionStep implements Step {
  readonly before: ObjectView;
  readonly after: ObjectView;
  readonly budget: Budget;
  readonly changes: FoundChange[] = [];
  readonly #book: RoleBook;
  readonly #trailers: RevisionInput['trailers'];
  readonly #walk: GraphWalk;
  readonly #fresh = new Set<number>();
  readonly #approved: { readonly role: Role; readonly value: PdfObject }[] = [];
  readonly #annotations: { readonly page: number; readonly entry: PdfObject }[] = [];
  #isRefused = false;
  #depth = 0;
  /** The revision that brought what is being judged. */
  #since: number | undefined;

  constructor(book: RoleBook, input: RevisionInput) {
    this.before = input.before;
    this.after = input.after;
    this.budget = input.budget;
    this.#book = book;
    this.#trailers = input.trailers;
    const odd = (ref: PdfRef): void =>
      this.forbid('OBJECT_GENERATION', `object ${ref.num} is referred to by a generation that it has not`);
    this.#walk = new GraphWalk(book, input.after, odd, false);
  }

  note(change: FoundChange): void {
    // One that nothing allows is enough for a verdict; permitted ones must all be asked about.
    const isFinal = change.level === 'disallowed' && change.since === undefined;
    if (isFinal && this.#isRefused && this.changes.length >= MAX_NOTED) return;
    this.#isRefused ||= isFinal;
    this.changes.push(change);
  }

  forbid(code: string, detail: string, page?: number): void {
    // Validation data that a signature never covered is none of its concern, even when some of it goes again.
    const since = code === 'DSS_REMOVED' ? this.#since : undefined;
    this.note({
      ...{ level: 'disallowed', code, detail },
      ...(page === undefined ? {} : { page }),
      ...(since === undefined ? {} : { since }),
    });
  }

  isFresh(ref: PdfRef): boolean {
    return this.#fresh.has(ref.num);
  }

  addFieldName(name: string): boolean {
    return this.#book.addFieldName(name);
  }

  addAnnotation(page: number, entry: PdfObject): void {
    this.#annotations.push({ page, entry });
  }

  redrawsFields(): boolean {
    const [before, after] = this.#trailers;
    return isRedrawn(this.before, before) || isRedrawn(this.after, after);
  }

  hasKind(num: number, ...kinds: readonly Role['kind'][]): boolean {
    return this.#book.hasKind(num, ...kinds);
  }

  follow(role: Role, before: PdfObject | undefined, after: PdfObject | undefined): void {
    if (sameValue(before, after)) return;
    if (before instanceof PdfRef && this.#book.labelOf(before.num) !== undefined) {
      this.forbid(
        'OBJECT_SHARED',
        `object ${before.num}, replaced as ${role.kind}, is also reached by another way`,
      );
    }
    if (after instanceof PdfRef && !this.#adopt(role, after)) return;
    if (this.#depth >= MAX_CHAIN) {
      this.forbid('OBJECT_CHAIN', 'new objects lead to new objects without end');
      return;
    }
    const outer = this.#since;
    if (before instanceof PdfRef) this.#since = this.#book.birthOf(before.num);
    this.#depth++;
    this.#judge(role, this.before.resolve(before), this.after.resolve(after));
    this.#depth--;
    this.#since = outer;
  }

  /** Gives an object its role; false when there is nothing left to judge, or it may not have that role. */
  #adopt(role: Role, ref: PdfRef): boolean {
    if (this.#book.has(ref.num, role)) return !this.isFresh(ref);
    if (!this.isFresh(ref)) {
      this.forbid('OBJECT_REUSED', `object ${ref.num}, which was there before, is now used as ${role.kind}`);
      return false;
    }
    this.#book.assign(ref.num, role);
    return true;
  }

  #judge(role: Role, before: PdfObject | undefined, after: PdfObject | undefined): void {
    judge(this, role, before, after);
    if (after !== undefined) this.#approved.push({ role, value: after });
  }

  /** Runs the comparison. The book holds all roles of the revision before. */
  run(input: RevisionInput): void {
    const changed = input.entries.flatMap((entry) => this.#changedBy(entry, input.start) ?? []);
    for (const { num, before, after } of changed) this.#enlist(num, before, after, input.revision);
    if (hasDuplicateKeys(input.trailers[1])) this.forbid('DUPLICATE_KEY', 'the trailer gives a key twice');
    judgeTrailer(this, ...input.trailers);
    for (const object of changed) if (object.before !== undefined) this.#judgeExisting(object);
    for (const { page, entry } of this.#annotations) this.#judgeAnnotation(page, entry);
    this.#walkApproved();
    if (this.#isRefused) this.#walkAll(input);
  }

  /** The object on both sides; undefined where nothing changed. */
  #changedBy({ num, before, after, isHidden }: RewrittenEntry, start: number): Changed | undefined {
    if (isHidden) this.forbid('HYBRID', `object ${num} is another one to readers of the table alone`);
    if (before === undefined && after === undefined) return undefined;
    if (sameEntry(before, after)) return undefined;
    if (after !== undefined && this.#placeOf(after) < start) {
      this.forbid('XREF_POINTS_BACK', `object ${num} is taken from bytes of an earlier revision`);
      return undefined;
    }
    const [old, now] = [generationOf(before), generationOf(after)];
    if (before !== undefined && after !== undefined && old !== now) {
      this.forbid('OBJECT_GENERATION', `object ${num} was replaced by one of another generation`);
      return undefined;
    }
    const was = before === undefined ? undefined : this.before.object(new PdfRef(num, old))?.value;
    const is = this.#readNew(new PdfRef(num, now), after);
    if (was !== undefined && is !== undefined) {
      const states = [
        { value: was, view: this.before },
        { value: is, view: this.after },
      ] as const;
      if (sameObject(...states, this.budget)) return undefined;
      // Readers saw one or the other of its values: by writing it again somebody chose.
      if (hasDuplicateKeys(was))
        this.forbid('DUPLICATE_KEY', `object ${num} gave a key twice, and was changed`);
    }
    return { num, before: was, after: is };
  }

  #placeOf(entry: NonNullable<RewrittenEntry['after']>): number {
    const place = entry.type === 'compressed' ? this.after.entry(entry.container) : entry;
    return place?.type === 'offset' ? place.offset : -1;
  }

  #readNew(ref: PdfRef, entry: RewrittenEntry['after']): PdfObject | undefined {
    if (entry === undefined) return undefined;
    try {
      const value = this.after.object(ref)?.value;
      if (value instanceof PdfStream) this.after.extent(value);
      if (hasDuplicateKeys(value)) this.forbid('DUPLICATE_KEY', `object ${ref.num} gives a key twice`);
      return value;
    } catch (error) {
      if (!isYinxinError(error)) throw error;
      this.forbid('OBJECT_UNREADABLE', `object ${ref.num} of a later revision cannot be read`);
      return undefined;
    }
  }

  /** New objects may take roles, unless something pointed to their numbers already. */
  #enlist(num: number, before: PdfObject | undefined, after: PdfObject | undefined, revision: number): void {
    if (before !== undefined || after === undefined) return;
    this.#book.setBirth(num, revision);
    if (this.#book.rolesOf(num).length === 0 && this.#book.labelOf(num) === undefined) this.#fresh.add(num);
    else
      this.forbid('OBJECT_REVIVED', `object ${num} did not exist, was referred to, and was filled in later`);
  }

  #judgeExisting({ num, before, after }: Changed): void {
    const under = this.#book.labelOf(num);
    if (under !== undefined) {
      this.forbid(under.code, `${under.words} ${after === undefined ? 'removed' : 'replaced'}`, under.page);
      return;
    }
    if (this.#book.isShared(num)) {
      this.forbid('OBJECT_SHARED', `object ${num} is used in more places than are told apart`);
      return;
    }
    this.#since = this.#book.birthOf(num);
    for (const role of this.#book.rolesOf(num)) {
      // A widget of the form is judged as that.
      const isFormPart = role.kind === 'annotation' && this.hasKind(num, 'field', 'widget');
      if (!isFormPart) this.#judge(role, before, after);
    }
    this.#since = undefined;
  }

  /** A widget must belong to a field that this revision signs; anything else is an annotation of its own. */
  #judgeAnnotation(page: number, entry: PdfObject): void {
    if (!(entry instanceof PdfRef)) {
      this.forbid('ANNOTATION', 'an annotation was added that is no object', page);
      return;
    }
    const role: Role = { kind: 'annotation', page };
    const fields = this.#book.rolesOf(entry.num).flatMap((one) => {
      return one.kind === 'field' || one.kind === 'widget' ? [one.field] : [];
    });
    if (fields.length === 0) {
      this.follow(role, undefined, entry);
      return;
    }
    const isSigned = fields.every((field) =>
      ['sign', 'timestamp'].includes(fillingOf(field, this.before, this.after)),
    );
    const wasPlaced = this.hasKind(entry.num, 'annotation');
    if (!this.isFresh(entry) && (!isSigned || wasPlaced)) {
      this.forbid('FIELD_PLACE', `field "${fields[0]!.name}": put on a page later`, page);
    } else this.#book.assign(entry.num, role);
  }

  /** All ways on from what was approved: those with a role lead to what has it, the others are marked. */
  #walkApproved(): void {
    for (const { role, value } of this.#approved) {
      // Their rules have looked at each entry that is new, and many updates repeat many that are not.
      if (LISTS.has(role.kind)) continue;
      for (const edge of edgesOf(role, value, this.after)) {
        if (!('role' in edge)) this.#walk.pushOther(edge.label, edge.key, edge.value);
        else if (edge.value instanceof PdfRef && !this.#book.has(edge.value.num, edge.role)) {
          this.forbid('OBJECT_REUSED', `object ${edge.value.num} is used as ${edge.role.kind} unasked`);
        }
      }
    }
    this.#walk.run(Number.POSITIVE_INFINITY);
  }

  /**
   * A refused revision is refused for the signatures before it; those behind it sign what it made of the document, and
   * are judged by what its objects now are. PDF_INVALID when one of them cannot be read.
   */
  #walkAll({ entries }: RevisionInput): void {
    this.#walk.pushTrailer(this.#trailers[1]);
    for (const { num, before, after } of entries) {
      if (after === undefined || sameEntry(before, after)) continue;
      const roles = this.#book.rolesOf(num);
      const under = this.#book.labelOf(num);
      if (roles.length === 0 && under === undefined) continue;
      const value = this.after.object(new PdfRef(num, generationOf(after)))?.value ?? null;
      for (const role of roles) this.#walk.push(role, value);
      if (under !== undefined) this.#walk.pushOther(under, '', value);
    }
    this.#walk.run(Number.POSITIVE_INFINITY);
  }
}

function isRedrawn(view: ObjectView, trailer: PdfDict): boolean {
  const form = view.dict(view.dict(trailer.get('Root'))?.get('AcroForm'));
  return view.resolve(form?.get('NeedAppearances')) === true;
}

function generationOf(entry: RewrittenEntry['before']): number {
  return entry?.type === 'offset' ? entry.gen : 0;
}

function hasDuplicateKeys(value: PdfObject | undefined): boolean {
  if (value instanceof PdfStream) return hasDuplicateKeys(value.dict);
  if (value instanceof PdfDict) {
    return value.duplicateKeys.length > 0 || [...value.entries.values()].some(hasDuplicateKeys);
  }
  return isPdfArray(value) ? value.some(hasDuplicateKeys) : false;
}
