import { latin1 } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import { isPdfArray, PdfDict, type PdfObject, PdfRef, PdfStream } from './object.ts';
import { PartWriter } from './part-writer.ts';
import { type NewStream, serializeDict, serializeValue, writeObject } from './serializer.ts';

/** Objects to write in place of those of the document, by number; null takes an object away. */
export type Replacements = ReadonlyMap<number, PdfObject | NewStream>;

/**
 * What a catalog and the information of a document lead to, as one file without history: under the same numbers, behind a
 * cross-reference table. Data of streams is copied as it is. The same bytes for the same input.
 */
export function writeAnew(
  document: PdfDocument,
  catalog: PdfObject | undefined,
  replaced: Replacements = new Map(),
): Uint8Array {
  const { trailer } = document;
  const roots = PdfDict.of({ Root: catalog, Info: trailer.get('Info'), ID: trailer.get('ID') });
  const out = new PartWriter();
  // The second line says that the file is not text (7.5.2).
  out.text(`%PDF-${versionOf(document)}\n%\xe2\xe3\xcf\xd3\n`);
  const entries: Entry[] = [];
  for (const { num, gen } of reachable(document, roots, replaced)) {
    entries.push({ num, gen, offset: out.length });
    const value = currentValue(document, new PdfRef(num, gen), replaced);
    writeObject(out, num, gen, bodyOf(document, value));
  }
  out.text(tableOf(entries, roots, out.length));
  return out.bytes();
}

function currentValue(document: PdfDocument, ref: PdfRef, replaced: Replacements): PdfObject | NewStream {
  const other = replaced.get(ref.num);
  return other === undefined ? (document.object(ref)?.value ?? null) : other;
}

function bodyOf(document: PdfDocument, value: PdfObject | NewStream): string | NewStream {
  if (value instanceof PdfStream) return { dict: value.dict, data: document.view().rawData(value).raw };
  return isNewStream(value) ? value : serializeValue(value);
}

function isNewStream(value: PdfObject | NewStream): value is NewStream {
  return typeof value === 'object' && value !== null && 'data' in value && value.data instanceof Uint8Array;
}

interface Entry {
  readonly num: number;
  readonly gen: number;
  readonly offset: number;
}

const HEADER_WINDOW = 1024;

/** The version that the header names, wherever it stands. */
function versionOf({ bytes }: PdfDocument): string {
  const head = latin1(bytes.slice(0, Math.min(HEADER_WINDOW, bytes.size)));
  return /%PDF-(\d\.\d)/.exec(head)?.[1] ?? '1.7';
}

/** Objects that these values lead to, in the order of their numbers. Missing ones are left out: they are null. */
function reachable(document: PdfDocument, roots: PdfDict, replaced: Replacements): PdfRef[] {
  const found = new Map<number, PdfRef>();
  const waiting: (PdfObject | NewStream)[] = [roots];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (value instanceof PdfRef) {
      const target = found.has(value.num) ? null : currentValue(document, value, replaced);
      if (target === null) continue;
      found.set(value.num, value);
      waiting.push(target);
    } else waiting.push(...below(value));
  }
  return [...found.values()].sort((a, b) => a.num - b.num);
}

function below(value: PdfObject | NewStream): readonly PdfObject[] {
  if (value instanceof PdfStream || isNewStream(value)) return [...value.dict.entries.values()];
  if (value instanceof PdfDict) return [...value.entries.values()];
  return isPdfArray(value) ? value : [];
}

function tableOf(entries: readonly Entry[], roots: PdfDict, at: number): string {
  const lines = entries.map(
    ({ num, gen, offset }) =>
      `${num} 1\n${String(offset).padStart(10, '0')} ${String(gen).padStart(5, '0')} n \n`,
  );
  const size = Math.max(0, ...entries.map(({ num }) => num)) + 1;
  const trailer = serializeDict(roots.with({ Size: size }));
  return `xref\n0 1\n0000000000 65535 f \n${lines.join('')}trailer\n${trailer}\nstartxref\n${at}\n%%EOF\n`;
}
