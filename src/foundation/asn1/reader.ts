import { YinxinError } from '../core/index.ts';
import { type Der, readDer, readDerAt } from './read.ts';
import { TAG } from './tag.ts';

/** True for the universal type `tag`. */
export function isUniversal(value: Der | undefined, tag: number): boolean {
  return value !== undefined && value.tagClass === 'universal' && value.tag === tag;
}

/** True for the context-specific tag [n]. */
export function isContext(value: Der | undefined, n: number): boolean {
  return value !== undefined && value.tagClass === 'context' && value.tag === n;
}

/**
 * A cursor over the children of a constructed value. `name` is the ASN.1 type read; it stands in error messages.
 * Reading past the end, a wrong type and leftovers are DER_INVALID.
 */
export class DerReader {
  readonly value: Der;
  readonly name: string;
  #offset: number;
  /** The child at the offset, when somebody has looked at it. */
  #next: Der | undefined;

  constructor(value: Der, name = 'value') {
    if (!value.constructed) fail(name, 'is primitive');
    this.value = value;
    this.name = name;
    this.#offset = value.contentStart;
  }

  /** No further child. */
  get done(): boolean {
    return this.#offset >= this.value.end;
  }

  /** The next child, without moving. */
  peek(): Der | undefined {
    if (this.done) return undefined;
    this.#next ??= readDerAt(this.value.source, this.#offset, this.value.end);
    return this.#next;
  }

  /** The next child. */
  next(what = 'element'): Der {
    const child = this.peek();
    if (child === undefined) return fail(this.name, `lacks its ${what}`);
    this.#next = undefined;
    this.#offset = child.end;
    return child;
  }

  /** The next child if it is of universal type `tag`. */
  optional(tag: number): Der | undefined {
    return isUniversal(this.peek(), tag) ? this.next() : undefined;
  }

  /** The next child if it carries [n]. */
  optionalContext(n: number): Der | undefined {
    return isContext(this.peek(), n) ? this.next() : undefined;
  }

  /** The next child, which must be of universal type `tag`. */
  expect(tag: number, what?: string): Der {
    const child = this.next(what);
    if (!isUniversal(child, tag)) fail(this.name, `has another type at its ${what ?? 'element'}`);
    return child;
  }

  /** A cursor into the next child, which must be a SEQUENCE. */
  sequence(what = 'sequence'): DerReader {
    return new DerReader(this.expect(TAG.sequence, what), `${this.name}.${what}`);
  }

  /** A cursor into the next child, which must be a SET. */
  set(what = 'set'): DerReader {
    return new DerReader(this.expect(TAG.set, what), `${this.name}.${what}`);
  }

  /** All children that are left. */
  rest(): Der[] {
    const out: Der[] = [];
    while (!this.done) out.push(this.next());
    return out;
  }

  /** Nothing may follow. */
  end(): void {
    if (!this.done) fail(this.name, 'has elements after its last');
  }
}

/** A cursor into bytes that must be exactly one SEQUENCE. */
export function readSequence(bytes: Uint8Array, name = 'SEQUENCE'): DerReader {
  return sequenceOf(readDer(bytes), name);
}

/** A cursor into a value that must be a SEQUENCE. */
export function sequenceOf(value: Der, name = 'SEQUENCE'): DerReader {
  if (!isUniversal(value, TAG.sequence)) fail(name, 'is not a SEQUENCE');
  return new DerReader(value, name);
}

function fail(name: string, message: string): never {
  throw new YinxinError('DER_INVALID', `${name} ${message}`);
}
