import { YinxinError } from '../../foundation/core/index.ts';
import type { PdfBytes } from './bytes.ts';
import { nameOf, PdfDict, PdfRef, PdfStream } from './object.ts';
import { parseIndirectObject, parseValue } from './parser.ts';
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
  let trailer: PdfDict | undefined;
  for (const found of definitions(whole)) {
    if (found.type === 'object') {
      entries.set(found.num, { type: 'offset', offset: found.offset, gen: found.gen });
    } else {
      trailer = newerTrailer(
        trailer,
        attempt(() => bytes.parseAt(found.offset, (lexer) => parseValue(lexer, maxDepth))),
      );
    }
  }
  for (const entry of [...entries.values()]) {
    if (entry.type !== 'offset') continue;
    const value = attempt(() => bytes.parseAt(entry.offset, (l) => parseIndirectObject(l, maxDepth).value));
    if (value instanceof PdfStream && nameOf(value.dict.get('Type')) === 'XRef') {
      trailer ??= newerTrailer(undefined, value.dict);
    }
  }
  trailer ??= catalogAsTrailer(bytes, entries, maxDepth);
  if (trailer === undefined) throw pdfInvalid('no catalog can be found');
  const highest = Math.max(0, ...entries.keys());
  return {
    kind: 'table',
    offset: 0,
    end: bytes.size,
    trailer: trailer.with({ Size: highest + 1, Prev: undefined, XRefStm: undefined }),
    runs: [],
    lookup: (num) => entries.get(num),
  };
}

function newerTrailer(old: PdfDict | undefined, candidate: unknown): PdfDict | undefined {
  return candidate instanceof PdfDict && candidate.get('Root') instanceof PdfRef ? candidate : old;
}

function catalogAsTrailer(
  bytes: PdfBytes,
  entries: ReadonlyMap<number, XrefEntry>,
  maxDepth: number,
): PdfDict | undefined {
  for (const [num, entry] of entries) {
    if (entry.type !== 'offset') continue;
    const value = attempt(() => bytes.parseAt(entry.offset, (l) => parseIndirectObject(l, maxDepth).value));
    if (value instanceof PdfDict && nameOf(value.get('Type')) === 'Catalog') {
      return PdfDict.of({ Root: new PdfRef(num, entry.gen) });
    }
  }
  return undefined;
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
