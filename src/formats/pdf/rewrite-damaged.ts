import { concatBytes, fromLatin1, YinxinError } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import { isPdfArray, PdfDict, type PdfObject, PdfRef, PdfStream } from './object.ts';
import { serializeDict, serializeObject, serializeValue } from './serializer.ts';
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
  const parts: Uint8Array[] = [fromLatin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')];
  let at = parts[0]!.length;
  const entries: { readonly num: number; readonly gen: number; readonly offset: number }[] = [];
  for (const ref of reachable(document, roots)) {
    const bytes = serialized(document, ref);
    entries.push({ num: ref.num, gen: ref.gen, offset: at });
    parts.push(bytes);
    at += bytes.length;
  }
  parts.push(fromLatin1(tableOf(entries, roots, at)));
  return concatBytes(...parts);
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

function serialized(document: PdfDocument, { num, gen }: PdfRef): Uint8Array {
  const value = document.object(new PdfRef(num, gen))?.value ?? null;
  if (!(value instanceof PdfStream)) return serializeObject(num, gen, serializeValue(value));
  return serializeObject(num, gen, { dict: value.dict, data: document.view().rawData(value).raw });
}

function tableOf(
  entries: readonly { readonly num: number; readonly gen: number; readonly offset: number }[],
  roots: PdfDict,
  at: number,
): string {
  const lines = entries.map(
    ({ num, gen, offset }) =>
      `${num} 1\n${String(offset).padStart(10, '0')} ${String(gen).padStart(5, '0')} n \n`,
  );
  const size = Math.max(0, ...entries.map(({ num }) => num)) + 1;
  const trailer = serializeDict(roots.with({ Size: size }));
  return `xref\n0 1\n0000000000 65535 f \n${lines.join('')}trailer\n${trailer}\nstartxref\n${at}\n%%EOF\n`;
}
