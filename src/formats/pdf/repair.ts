import { fromLatin1, indexOfBytes, YinxinError } from '../../foundation/core/index.ts';
import type { PdfBytes } from './bytes.ts';
import { Lexer } from './lexer.ts';
import { nameOf, PdfDict, PdfRef, PdfStream } from './object.ts';
import { MAX_VALUES, parseIndirectObject, parseValue } from './parser.ts';
import { isDigit, isRegular, isWhite, pdfInvalid } from './syntax.ts';
import type { XrefEntry, XrefSection } from './xref.ts';

/**
 * A cross-reference section rebuilt by scanning for `num gen obj`; the last definition of a number wins.
 * For reading damaged files only: what it finds is a guess, is reported as one, and is never signed.
 */
export function rebuildXref(bytes: PdfBytes, maxDepth: number): XrefSection {
  const whole = bytes.whole;
  if (whole === undefined) throw pdfInvalid('too large to be repaired');
  const entries = new Map<number, XrefEntry>();
  const found = [...definitions(whole)].sort((a, b) => a.offset - b.offset);
  const candidates: Candidates = { trailer: undefined, xref: undefined, catalog: undefined };
  let highest = 0;
  for (const [i, definition] of found.entries()) {
    if (definition.type === 'object') {
      const { num, gen, offset } = definition;
      entries.set(num, { type: 'offset', offset, gen });
      highest = Math.max(highest, num);
    }
    // Each definition is read up to the next one only: so the scan stays linear on hostile input.
    consider(candidates, definition, whole.subarray(0, found[i + 1]?.offset ?? whole.length), maxDepth);
  }
  const trailer = candidates.trailer ?? candidates.xref ?? candidates.catalog;
  if (trailer === undefined) throw pdfInvalid('no catalog can be found');
  return {
    kind: 'table',
    offset: 0,
    end: bytes.size,
    trailer: trailer.with({ Size: highest + 1, Prev: undefined, XRefStm: undefined }),
    runs: [],
    lookup: (num) => entries.get(num),
  };
}

const XREF = fromLatin1('XRef');
const CATALOG = fromLatin1('Catalog');

/** What may serve as a trailer, best first; of several of a kind the last in the file. */
interface Candidates {
  trailer: PdfDict | undefined;
  xref: PdfDict | undefined;
  catalog: PdfDict | undefined;
}

function consider(
  candidates: Candidates,
  definition: Definition,
  upToNext: Uint8Array,
  maxDepth: number,
): void {
  const lexer = new Lexer(upToNext, 0, true, definition.offset);
  if (definition.type === 'trailer') {
    lexer.valuesLeft = MAX_VALUES;
    const value = attempt(() => parseValue(lexer, maxDepth));
    if (value instanceof PdfDict && value.get('Root') instanceof PdfRef) candidates.trailer = value;
    return;
  }
  const text = upToNext.subarray(definition.offset);
  if (indexOfBytes(text, XREF) < 0 && indexOfBytes(text, CATALOG) < 0) return;
  const value = attempt(() => parseIndirectObject(lexer, maxDepth).value);
  if (value instanceof PdfStream && nameOf(value.dict.get('Type')) === 'XRef') {
    if (value.dict.get('Root') instanceof PdfRef) candidates.xref = value.dict;
  } else if (value instanceof PdfDict && nameOf(value.get('Type')) === 'Catalog') {
    candidates.catalog = PdfDict.of({ Root: new PdfRef(definition.num, definition.gen) });
  }
}

function attempt<T>(step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (error instanceof YinxinError) return undefined;
    throw error;
  }
}

type Definition =
  | { readonly type: 'object'; readonly num: number; readonly gen: number; readonly offset: number }
  | { readonly type: 'trailer'; readonly offset: number };

/** Places of `num gen obj` and `trailer`, in the order of the file. */
function* definitions(bytes: Uint8Array): Generator<Definition> {
  for (let i = bytes.indexOf(0x6f); i !== -1; i = bytes.indexOf(0x6f, i + 1)) {
    if (bytes[i + 1] !== 0x62 || bytes[i + 2] !== 0x6a || isRegular(bytes[i + 3])) continue;
    const gen = integerBefore(bytes, i);
    const num = gen === undefined ? undefined : integerBefore(bytes, gen.start);
    if (gen === undefined || num === undefined || isRegular(bytes[num.start - 1])) continue;
    yield { type: 'object', num: num.value, gen: gen.value, offset: num.start };
  }
  const word = 'trailer';
  for (let i = bytes.indexOf(0x74); i !== -1; i = bytes.indexOf(0x74, i + 1)) {
    let j = 1;
    while (j < word.length && bytes[i + j] === word.charCodeAt(j)) j++;
    if (j === word.length && !isRegular(bytes[i + j]) && !isRegular(bytes[i - 1])) {
      yield { type: 'trailer', offset: i + j };
    }
  }
}

/** The integer of at most ten digits that ends before white space in front of `end`. */
function integerBefore(bytes: Uint8Array, end: number): { value: number; start: number } | undefined {
  let i = end - 1;
  while (isWhite(bytes[i])) i--;
  if (i === end - 1 || !isDigit(bytes[i])) return undefined;
  let value = 0;
  let scale = 1;
  for (let digits = 0; isDigit(bytes[i]) && digits < 10; digits++, i--) {
    value += (bytes[i]! - 0x30) * scale;
    scale *= 10;
  }
  return { value, start: i + 1 };
}
