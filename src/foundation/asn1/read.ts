import { assertWithin, DEFAULT_LIMITS, type Limits, YinxinError } from '../core/index.ts';
import type { TagClass } from './tag.ts';

/** One DER value, as views on the original bytes: what was signed is never re-encoded. */
export interface Der {
  readonly tagClass: TagClass;
  readonly constructed: boolean;
  readonly tag: number;
  /** The whole value: identifier, length and content. */
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
  /** The bytes it stands in, and where: who walks through its children needs no view of it. */
  readonly source: Uint8Array;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
}

/** Most values are only walked over: their views are made when somebody asks (two of them cost more than the reading). */
class DerValue implements Der {
  readonly tagClass: TagClass;
  readonly constructed: boolean;
  readonly tag: number;
  readonly source: Uint8Array;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
  #raw: Uint8Array | undefined;
  #content: Uint8Array | undefined;

  constructor(
    identifier: number,
    tag: number,
    source: Uint8Array,
    start: number,
    content: number,
    end: number,
  ) {
    this.tagClass = CLASSES[identifier >> 6] as TagClass;
    this.constructed = (identifier & 0x20) !== 0;
    this.tag = tag;
    this.source = source;
    this.start = start;
    this.contentStart = content;
    this.end = end;
  }

  get raw(): Uint8Array {
    this.#raw ??= this.source.subarray(this.start, this.end);
    return this.#raw;
  }

  get content(): Uint8Array {
    this.#content ??= this.source.subarray(this.contentStart, this.end);
    return this.#content;
  }
}

const CLASSES: readonly TagClass[] = ['universal', 'application', 'context', 'private'];

/** Universal types that DER always writes constructed (X.690 8.9, 8.11); all others are primitive (10.2). */
function isConstructedType(tag: number): boolean {
  return tag === 16 || tag === 17 || tag === 8 || tag === 11;
}

/**
 * Exactly one DER value (X.690): definite minimal lengths, minimal tags, strings primitive.
 * Children are checked when they are read. DER_INVALID, DER_TRAILING_DATA.
 */
export function readDer(bytes: Uint8Array): Der {
  const value = readDerAt(bytes, 0);
  if (value.end !== bytes.length) {
    throw new YinxinError('DER_TRAILING_DATA', `${bytes.length - value.end} bytes after the DER value`);
  }
  return value;
}

/** One DER value at the start of `bytes`; what follows it is the caller's affair (PDF pads /Contents with zeros). */
export function readDerPrefix(bytes: Uint8Array): Der {
  return readDerAt(bytes, 0);
}

/** The value at `offset`, which must not reach beyond `end`. */
export function readDerAt(bytes: Uint8Array, offset: number, end: number = bytes.length): Der {
  let at = offset;
  const first = byteAt(bytes, at++, end);
  let tag = first & 0x1f;
  if (tag === 0x1f) [tag, at] = readHighTag(bytes, at, end);
  let length = byteAt(bytes, at++, end);
  if (length >= 0x80) {
    const count = length & 0x7f;
    length = readLongLength(bytes, at, end, count);
    at += count;
  }
  if (at + length > end) invalid('value is cut short');
  if (first < 0x40) {
    if (tag === 0) invalid('end-of-contents octets outside BER');
    if (((first & 0x20) !== 0) !== isConstructedType(tag)) invalid(`universal tag ${tag} in the wrong form`);
  }
  return new DerValue(first, tag, bytes, offset, at, at + length);
}

/** Length octets after the first (X.690 8.1.3.5, 10.1: definite, the least number of octets). */
function readLongLength(bytes: Uint8Array, start: number, end: number, count: number): number {
  if (count === 0) invalid('indefinite length: BER, not DER');
  if (count > 5) invalid('length of more than five octets');
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + byteAt(bytes, start + i, end);
  if (length < 0x80 || (count > 1 && length < 2 ** (8 * (count - 1)))) invalid('length is not minimal');
  return length;
}

/** The values inside a constructed value, in order. */
export function childrenOf(parent: Der): Der[] {
  if (!parent.constructed) invalid('a primitive value has no children');
  const out: Der[] = [];
  for (let at = parent.contentStart; at < parent.end; ) {
    const child = readDerAt(parent.source, at, parent.end);
    out.push(child);
    at = child.end;
  }
  return out;
}

/** Walks the whole tree and checks every value; bounded in depth and number. LIMIT_EXCEEDED, DER_INVALID. */
export function validateDer(bytes: Uint8Array, limits: Limits = DEFAULT_LIMITS): void {
  let nodes = 0;
  const stack: { value: Der; depth: number }[] = [{ value: readDer(bytes), depth: 1 }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    assertWithin('derNodes', ++nodes, limits);
    assertWithin('derDepth', item.depth, limits);
    if (item.value.constructed) {
      for (const child of childrenOf(item.value)) stack.push({ value: child, depth: item.depth + 1 });
    }
  }
}

function readHighTag(bytes: Uint8Array, start: number, end: number): [number, number] {
  let tag = 0;
  let at = start;
  for (let i = 0; ; i++) {
    const b = byteAt(bytes, at++, end);
    if (i === 0 && b === 0x80) invalid('tag is not minimal');
    if (i === 4) invalid('tag number too large');
    tag = tag * 128 + (b & 0x7f);
    if (b < 0x80) break;
  }
  if (tag < 0x1f) invalid('tag is not minimal');
  return [tag, at];
}

function byteAt(bytes: Uint8Array, at: number, end: number): number {
  return at < end ? bytes[at]! : invalid('value is cut short');
}

function invalid(message: string): never {
  throw new YinxinError('DER_INVALID', `not DER: ${message}`);
}
