import { platform } from '#platform';
import { isYinxinError, type ValidationData } from '../../foundation/core/index.ts';
import type { PdfDocument } from './document.ts';
import type { IncrementalUpdate } from './incremental-update.ts';
import { PdfDict, PdfName, type PdfObject, PdfRef, PdfStream } from './object.ts';
import { pdfInvalid } from './syntax.ts';

const LISTS = [
  ['Certs', 'certificates'],
  ['CRLs', 'crls'],
  ['OCSPs', 'ocspResponses'],
] as const;

/**
 * What the newest DSS holds, each stream once. A stream that cannot be read is left out and counted in `unreadable`, and
 * so is what would inflate to more than `limits.inflatedBytes`, all streams together.
 */
export function readSecurityStore(document: PdfDocument): ValidationData & { readonly unreadable: number } {
  const out = {
    certificates: [] as Uint8Array[],
    crls: [] as Uint8Array[],
    ocspResponses: [] as Uint8Array[],
  };
  const store = document.dict(document.catalog().get('DSS'));
  let unreadable = 0;
  let left = document.limits.inflatedBytes;
  for (const [key, list] of LISTS) {
    const seen = new Set<number>();
    for (const item of (store && document.array(store.get(key))) ?? []) {
      if (item instanceof PdfRef && seen.has(item.num)) continue;
      if (item instanceof PdfRef) seen.add(item.num);
      const data = document.locked ? undefined : streamOf(document, item, left);
      // What failed may have cost all that was left; half and half again never adds up to more than once.
      left = data === undefined ? left >> 1 : left - data.length;
      if (data === undefined) unreadable++;
      else out[list].push(data);
    }
  }
  return { ...out, unreadable };
}

function streamOf(document: PdfDocument, item: PdfObject, maxBytes: number): Uint8Array | undefined {
  try {
    const stream = document.resolve(item);
    return stream instanceof PdfStream ? document.view().streamData(stream, maxBytes) : undefined;
  } catch (error) {
    if (isYinxinError(error)) return undefined;
    throw error;
  }
}

/** True when there is nothing to store. */
export function isEmpty(data: ValidationData): boolean {
  return LISTS.every(([, list]) => data[list].length === 0);
}

/**
 * Adds data to the store, keeping what is there. Answers the value for the catalog's /DSS, or undefined where
 * the catalog need not change because the store is an object of its own.
 */
export function addToSecurityStore(
  document: PdfDocument,
  update: IncrementalUpdate,
  data: ValidationData,
): PdfRef | undefined {
  const stored = document.catalog().get('DSS');
  const old = stored === undefined ? PdfDict.of({ Type: new PdfName('DSS') }) : document.dict(stored);
  if (old === undefined) throw pdfInvalid('/DSS is no dictionary');
  const changes: Record<string, PdfObject> = {};
  for (const [key, list] of LISTS) {
    const added = data[list].map((der) => addData(update, der));
    if (added.length > 0) changes[key] = [...(document.array(old.get(key)) ?? []), ...added];
  }
  if (stored instanceof PdfRef) {
    update.set(stored, old.with(changes));
    return undefined;
  }
  return update.add(old.with(changes));
}

/** Writes one object of validation data as a stream, deflated where that is shorter. */
export function addData(update: IncrementalUpdate, der: Uint8Array): PdfRef {
  const packed = platform.deflate(der);
  if (packed.length >= der.length) return update.add({ dict: PdfDict.of({}), data: der });
  return update.add({ dict: PdfDict.of({ Filter: new PdfName('FlateDecode') }), data: packed });
}
