import { isYinxinError } from '../../foundation/core/index.ts';
import type { PdfDocument, PdfFinding } from './document.ts';
import { hiddenObjects } from './hybrid.ts';
import { isPdfArray, PdfDict, type PdfObject, PdfRef, PdfStream } from './object.ts';

/** What is wrong with a hybrid file that two readers see differently. */
export function hybridFindings(document: PdfDocument): PdfFinding[] {
  const hidden = hiddenObjects(document);
  if (hidden.size === 0) return [];
  const detail = hiddenUse(document, hidden);
  return detail === undefined ? [] : [{ code: 'PDF_HYBRID', detail }];
}

/** An object that is hidden though it is needed for more than the structure tree, in words. */
function hiddenUse(document: PdfDocument, hidden: ReadonlySet<number>): string | undefined {
  try {
    const num = differentlySeen(document, hidden);
    if (num === undefined) return undefined;
    return `object ${num} is hidden from readers that do not follow /XRefStm, or is another one to them`;
  } catch (error) {
    if (!isYinxinError(error)) throw error;
    return `what is hidden from readers that do not follow /XRefStm cannot be told: ${error.message}`;
  }
}

/**
 * Hybrid files are made for readers before PDF 1.5, from which only what they do not know may be hidden (ISO 32000-1,
 * 7.5.8.4): else two people hold two documents under one signature.
 */
function differentlySeen(document: PdfDocument, hidden: ReadonlySet<number>): number | undefined {
  const view = document.view();
  const root = document.trailer.get('Root');
  const seen = new Set<number>();
  const waiting: PdfObject[] = [...document.trailer.entries.values()];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (!(value instanceof PdfRef)) waiting.push(...below(value));
    else if (!seen.has(value.num)) {
      if (hidden.has(value.num)) return value.num;
      seen.add(value.num);
      const object = view.object(value)?.value ?? null;
      const isCatalog = root instanceof PdfRef && value.num === root.num && object instanceof PdfDict;
      waiting.push(isCatalog ? object.with({ StructTreeRoot: undefined }) : object);
    }
  }
  return undefined;
}

function below(value: PdfObject): readonly PdfObject[] {
  if (value instanceof PdfStream) return [...value.dict.entries.values()];
  if (value instanceof PdfDict) return [...value.entries.values()];
  return isPdfArray(value) ? value : [];
}
