import { concatBytes, utf8 } from '../../foundation/core/index.ts';
import type { XmlElement } from '../xml/index.ts';

/** Bytes of a document replaced by text; `from` = `to` inserts. Offsets are of the original. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const LESS = 0x3c;
const SLASH = 0x2f;

/**
 * A document with some places changed and every other byte as it was: what others wrote stays theirs, to its white
 * space. Edits must not overlap; what is put in front of an edited place comes first.
 */
export function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { from, to, text } of [...edits].sort((a, b) => a.from - b.from || a.to - b.to)) {
    parts.push(bytes.subarray(at, from), utf8(text));
    at = to;
  }
  return concatBytes(...parts, bytes.subarray(at));
}

/** Puts text in front of the end tag of an element, which may be an empty-element tag. */
export function appendedTo(bytes: Uint8Array, element: XmlElement, text: string): Edit {
  if (bytes[element.end - 2] === SLASH) {
    return { from: element.end - 2, to: element.end, text: `>${text}</${element.name}>` };
  }
  const end = bytes.lastIndexOf(LESS, element.end - 1);
  return { from: end, to: end, text };
}

/** Puts text behind an element. */
export function behind(element: XmlElement, text: string): Edit {
  return { from: element.end, to: element.end, text };
}

/** Puts text in the place of an element. */
export function inPlaceOf(element: XmlElement, text: string): Edit {
  return { from: element.start, to: element.end, text };
}

/** A name with the prefix that its parent has, so that it stands in the same namespace. */
export function named(parent: XmlElement, localName: string): string {
  return parent.prefix === '' ? localName : `${parent.prefix}:${localName}`;
}
