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
}

const CLASSES: readonly TagClass[] = ['universal', 'application', 'context', 'private'];

/** Universal types that DER always writes constructed (X.690 8.9, 8.11) or always primitive (10.2). */
const CONSTRUCTED_ONLY = new Set([8, 11, 16, 17]);

/**
 * Exactly one DER value (X.690): definite minimal lengths, minimal tags, strings primitive.
 * Children are checked when they are read. DER_INVALID, DER_TRAILING_DATA.
 */
export function readDer(bytes: Uint8Array): Der {
  const value = readDerAt(bytes, 0);
  if (value.raw.length !== bytes.length) {
    throw new YinxinError(
      'DER_TRAILING_DATA',
      `${bytes.length - value.raw.length} bytes after the DER value`,
    );
  }
  return value;
}

/** One DER value at the start of `bytes`; what follows it is the caller's affair (PDF pads /Contents with zeros). */
export function readDerPrefix(bytes: Uint8Array): Der {
  return readDerAt(bytes, 0);
}

/** The value at `offset`. */
export function readDerAt(bytes: Uint8Array, offset: number): Der {
  let at = offset;
  const first = byteAt(bytes, at++);
  let tag = first & 0x1f;
  if (tag === 0x1f) [tag, at] = readHighTag(bytes, at);
  const tagClass = CLASSES[first >> 6] as TagClass;
  const constructed = (first & 0x20) !== 0;
  let length = byteAt(bytes, at++);
  if (length >= 0x80) {
    const count = length & 0x7f;
    if (count === 0) invalid('indefinite length: BER, not DER');
    if (count > 5) invalid('length of more than five octets');
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + byteAt(bytes, at++);
    // X.690 10.1: the least number of octets.
    if (length < 0x80 || (count > 1 && length < 2 ** (8 * (count - 1)))) invalid('length is not minimal');
  }
  if (at + length > bytes.length) invalid('value is cut short');
  if (tagClass === 'universal') {
    if (tag === 0) invalid('end-of-contents octets outside BER');
    if (constructed !== CONSTRUCTED_ONLY.has(tag)) invalid(`universal tag ${tag} in the wrong form`);
  }
  return {
    tagClass,
    constructed,
    tag,
    raw: bytes.subarray(offset, at + length),
    content: bytes.subarray(at, at + length),
  };
}

/** The values inside a constructed value, in order. */
export function childrenOf(parent: Der): Der[] {
  if (!parent.constructed) invalid('a primitive value has no children');
  const out: Der[] = [];
  for (let at = 0; at < parent.content.length; ) {
    const child = readDerAt(parent.content, at);
    out.push(child);
    at += child.raw.length;
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

function readHighTag(bytes: Uint8Array, start: number): [number, number] {
  let tag = 0;
  let at = start;
  for (let i = 0; ; i++) {
    const b = byteAt(bytes, at++);
    if (i === 0 && b === 0x80) invalid('tag is not minimal');
    if (i === 4) invalid('tag number too large');
    tag = tag * 128 + (b & 0x7f);
    if (b < 0x80) break;
  }
  if (tag < 0x1f) invalid('tag is not minimal');
  return [tag, at];
}

function byteAt(bytes: Uint8Array, at: number): number {
  const b = bytes[at];
  if (b === undefined) return invalid('value is cut short');
  return b;
}

function invalid(message: string): never {
  throw new YinxinError('DER_INVALID', `not DER: ${message}`);
}
