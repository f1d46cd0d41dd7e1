import { latin1, YinxinError } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import { isPdfArray, PdfDict, type PdfObject, PdfRef, PdfStream } from './object.ts';
import { PartWriter } from './part-writer.ts';
import { serializeDict, serializeValue, writeObject } from './serializer.ts';
import { readSignatures } from './signature-dictionary.ts';

/**
 * A damaged document written anew: what its catalog and information lead to, under the same numbers, behind a cross-reference
 * table. Undefined for a file that is sound. Data of streams is copied as it is. What the repair could not find is gone.
 *
 * PDF_CHANGES_FORBIDDEN for a file with signatures: none would stand. PDF_ENCRYPTED, PDF_INVALID (a stream without a right
 * length, no catalog).
 */
export function rewriteDamaged(document: PdfDocument): Uint8Array | undefined {
  if (document.findings.every(({ code }) => code === 'PDF_ENCRYPTED')) return undefined;
  if (document.encrypted) {
    throw new YinxinError('PDF_ENCRYPTED', 'the PDF is damaged and encrypted: it is not written anew');
  }
  if (readSignatures(document).signatures.length > 0) {
    throw new YinxinError(
      'PDF_CHANGES_FORBIDDEN',
      'the PDF is damaged and signed: writing it anew breaks signatures',
    );
  }
  const { trailer } = document;
  const roots = PdfDict.of({ Root: trailer.get('Root'), Info: trailer.get('Info'), ID: trailer.get('ID') });
  const out = new PartWriter();
  // The second line says that the file is not text (7.5.2).
  out.text(`%PDF-${versionOf(document)}\n%\xe2\xe3\xcf\xd3\n`);
  const entries: Entry[] = [];
  for (const { num, gen } of reachable(document, roots)) {
    entries.push({ num, gen, offset: out.length });
    const value = document.object(new PdfRef(num, gen))?.value ?? null;
    const isStream = value instanceof PdfStream;
    const body = isStream
      ? { dict: value.dict, data: document.view().rawData(value).raw }
      : serializeValue(value);
    writeObject(out, num, gen, body);
  }
  out.text(tableOf(entries, roots, out.length));
  return out.bytes();
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
function reachable(document: PdfDocument, roots: PdfDict): PdfRef[] {
  const found = new Map<number, PdfRef>();
  const waiting: PdfObject[] = [roots];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (value instanceof PdfRef) {
      const target = found.has(value.num) ? undefined : document.object(value)?.value;
      if (target === undefined || target === null) continue;
      found.set(value.num, value);
      waiting.push(target);
    } else waiting.push(...below(value));
  }
  return [...found.values()].sort((a, b) => a.num - b.num);
}

function below(value: PdfObject): readonly PdfObject[] {
  if (value instanceof PdfStream) return [...value.dict.entries.values()];
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
