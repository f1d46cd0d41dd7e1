import {
  isPdfArray,
  type ObjectView,
  type PdfArray,
  PdfDict,
  PdfName,
  type PdfObject,
  PdfRef,
  PdfStream,
  PdfString,
} from '../../../formats/pdf/index.ts';
import { equalBytes, YinxinError } from '../../../foundation/core/index.ts';

/**
 * True when two values say the same to every reader: references by their numbers (what stands behind them is compared
 * by itself), strings by their bytes. A dictionary with a key given twice is like nothing, since readers disagree on it.
 */
export function sameValue(a: PdfObject | undefined, b: PdfObject | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || a === null) return b === undefined || b === null;
  if (a instanceof PdfRef) return b instanceof PdfRef && a.num === b.num && a.gen === b.gen;
  if (a instanceof PdfName) return b instanceof PdfName && a.value === b.value;
  if (a instanceof PdfString) return b instanceof PdfString && equalBytes(a.bytes, b.bytes);
  if (a instanceof PdfDict) return b instanceof PdfDict && sameDict(a, b);
  if (isPdfArray(a)) return isPdfArray(b) && sameArray(a, b);
  return false;
}

function sameArray(a: PdfArray, b: PdfArray): boolean {
  return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
}

function sameDict(a: PdfDict, b: PdfDict): boolean {
  if (a.duplicateKeys.length > 0 || b.duplicateKeys.length > 0) return false;
  return changedKeys(a, b).length === 0;
}

/** The object at one state of a file. */
export interface ObjectState {
  readonly value: PdfObject;
  readonly view: ObjectView;
}

/** What is left of the work that a file may cost: streams may lie inside of each other, and be compared for ever. */
export interface Budget {
  /** Raw bytes of streams compared. */
  compared: number;
  /** Bytes of metadata inflated and parsed. */
  metadata: number;
}

/** As {@link sameValue}, for whole objects: streams by their dictionary and their raw data. */
export function sameObject(a: ObjectState, b: ObjectState, budget: Budget): boolean {
  if (!(a.value instanceof PdfStream)) return sameValue(a.value, b.value);
  if (!(b.value instanceof PdfStream) || !sameDict(a.value.dict, b.value.dict)) return false;
  const { length } = b.view.extent(b.value);
  budget.compared -= length;
  if (budget.compared < 0)
    throw new YinxinError('PDF_INVALID', 'streams of later revisions lie inside of each other');
  return equalBytes(a.view.rawData(a.value).raw, b.view.rawData(b.value).raw);
}

/** Keys whose values differ; a null value counts as absent (ISO 32000-1, 7.3.7). */
export function changedKeys(a: PdfDict | undefined, b: PdfDict | undefined): string[] {
  const keys = new Set([...(a?.entries.keys() ?? []), ...(b?.entries.keys() ?? [])]);
  return [...keys].filter((key) => !sameValue(a?.get(key), b?.get(key)));
}

/** True when a value holds no reference. */
export function isPlain(value: PdfObject | undefined): boolean {
  if (value instanceof PdfRef || value instanceof PdfStream) return false;
  if (value instanceof PdfDict) return [...value.entries.values()].every(isPlain);
  return isPdfArray(value) ? value.every(isPlain) : true;
}
