import type { PdfBytes } from './bytes.ts';
import { countOf, isPdfArray, nameOf, type PdfDict, PdfStream } from './object.ts';
import { parseIndirectObject } from './parser.ts';
import { streamData } from './stream-data.ts';
import { pdfInvalid } from './syntax.ts';
import { findRun, orderedRuns, type XrefEntry, type XrefRun, type XrefSection } from './xref.ts';

/** Bytes that a cross-reference stream may hold beyond its index. */
const ROOM = 64 * 1024;

/** The cross-reference stream at an offset. Its own values must be direct (ISO 32000-1, 7.5.8.2). */
export function readXrefStream(
  bytes: PdfBytes,
  offset: number,
  limits: { readonly pdfDepth: number; readonly pdfObjects: number; readonly inflatedBytes: number },
): XrefSection {
  const object = bytes.parseAt(offset, (lexer) => parseIndirectObject(lexer, limits.pdfDepth));
  const stream = object.value;
  if (!(stream instanceof PdfStream) || nameOf(stream.dict.get('Type')) !== 'XRef') {
    throw pdfInvalid('no cross-reference section where one should be', offset);
  }
  const widths = widthsOf(stream.dict);
  const entrySize = widths[0] + widths[1] + widths[2];
  const runs = runsOf(stream.dict, limits.pdfObjects);
  const needed = runs.reduce((sum, run) => sum + run.count, 0) * entrySize;
  // A predictor adds at most one byte to each; what is longer than its index is not read.
  const bound = Math.min(limits.inflatedBytes, 2 * needed + ROOM);
  const { data, end } = streamData(bytes, stream, directOnly, bound);
  if (entrySize === 0 || data.length < needed) {
    throw pdfInvalid('a cross-reference stream is shorter than its index', offset);
  }
  return {
    kind: 'stream',
    offset,
    end,
    trailer: stream.dict,
    runs,
    lookup: (num) => {
      const run = findRun(runs, num);
      return run === undefined ? undefined : readEntry(data, (run.at + num - run.first) * entrySize, widths);
    },
  };
}

function directOnly<T>(value: T): T {
  return value;
}

type Widths = readonly [number, number, number];

function widthsOf(dict: PdfDict): Widths {
  const w = dict.get('W');
  const widths = isPdfArray(w) ? w.map((value) => countOf(value) ?? 99) : [];
  if (widths.length !== 3 || widths.some((width) => width > 8)) {
    throw pdfInvalid('/W of a cross-reference stream must be three small numbers');
  }
  return widths as unknown as Widths;
}

function runsOf(dict: PdfDict, maxObjects: number): readonly XrefRun[] {
  const size = countOf(dict.get('Size'));
  if (size === undefined) throw pdfInvalid('a cross-reference stream without /Size');
  const index = dict.get('Index');
  const numbers = isPdfArray(index) ? index.map((value) => countOf(value) ?? -1) : [0, size];
  const runs: XrefRun[] = [];
  let at = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const first = numbers[i]!;
    const count = numbers[i + 1] ?? -1;
    if (first < 0 || count < 0 || first + count > maxObjects + 1) {
      throw pdfInvalid('/Index of a cross-reference stream is out of range');
    }
    runs.push({ first, count, at });
    at += count;
  }
  return orderedRuns(runs);
}

function readEntry(data: Uint8Array, at: number, [w0, w1, w2]: Widths): XrefEntry | undefined {
  const type = w0 === 0 ? 1 : field(data, at, w0);
  const second = field(data, at + w0, w1);
  const third = field(data, at + w0 + w1, w2);
  if (type === 0) return { type: 'free', gen: third };
  if (type === 1) return { type: 'offset', offset: second, gen: third };
  if (type === 2) return { type: 'compressed', container: second, index: third };
  // An unknown type is a reference to the null object (7.5.8.3).
  return { type: 'free', gen: 0 };
}

function field(data: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + data[at + i]!;
  return value;
}
