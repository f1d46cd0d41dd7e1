import {
  countOf,
  type PdfArray,
  type PdfDocument,
  PdfRef,
  PdfStream,
  type SignedRange,
} from '../../formats/pdf/index.ts';
import { isYinxinError, type YinxinErrorCode } from '../../foundation/core/index.ts';

/** One certificate, CRL or OCSP response of a DSS, with the place of its raw bytes in the file. */
export interface StoredObject {
  readonly data: Uint8Array;
  readonly start: number;
  readonly end: number;
}

const LISTS = ['Certs', 'CRLs', 'OCSPs'] as const;
const UNREADABLE: ReadonlySet<YinxinErrorCode> = new Set([
  'PDF_INVALID',
  'PDF_UNSUPPORTED',
  'INFLATE_INVALID',
  'LIMIT_EXCEEDED',
]);

/**
 * What the DSS (ETSI EN 319 142-1 5.4.2) of some revisions held, each stream once, in the order of the file. An update
 * may write the same data again as another stream, so the newest DSS alone does not tell what existed when. Streams
 * that cannot be read, or that inflate to more than `limits.inflatedBytes` together, are left out: nothing is proved of
 * them.
 */
export function securityStoreHistory(
  document: PdfDocument,
  revisions: readonly (number | undefined)[],
): StoredObject[] {
  if (document.locked) return [];
  const found = new Map<number, StoredObject>();
  const seen = new Set<PdfArray>();
  const budget = { left: document.limits.inflatedBytes };
  for (const revision of revisions) {
    for (const list of listsAt(document, revision)) {
      if (seen.has(list)) continue;
      seen.add(list);
      for (const item of list) {
        const stored =
          item instanceof PdfRef ? storedObject(document, item, revision, found, budget) : undefined;
        if (stored !== undefined) found.set(stored.start, stored);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** The bytes lie wholly within what was signed. */
export function liesWithin({ start, end }: StoredObject, range: SignedRange): boolean {
  return end <= range.gapStart || (start >= range.gapEnd && end <= range.end);
}

function listsAt(document: PdfDocument, revision: number | undefined): PdfArray[] {
  return lenient(() => {
    const store = document.dict(document.catalog(revision).get('DSS'), revision);
    return LISTS.flatMap((key) => {
      const list = document.array(store?.get(key), revision);
      return list === undefined ? [] : [list];
    });
  }, []);
}

function storedObject(
  document: PdfDocument,
  ref: PdfRef,
  revision: number | undefined,
  found: ReadonlyMap<number, StoredObject>,
  budget: { left: number },
): StoredObject | undefined {
  return lenient(() => {
    const stream = document.object(ref, revision)?.value;
    if (!(stream instanceof PdfStream)) return undefined;
    const known = found.get(stream.start);
    if (known !== undefined) return known;
    // The same reading as that of the data: a /Length that was exchanged later moves the end, and the place with it.
    const length = countOf(document.resolve(stream.dict.get('Length')));
    if (length === undefined) return undefined;
    const most = budget.left;
    // What fails may cost all of it; half and half again never adds up to more than once.
    budget.left >>= 1;
    const data = document.view().streamData(stream, most);
    budget.left = most - data.length;
    return { data, start: stream.start, end: stream.start + length };
  }, undefined);
}

/** A revision that is broken proves nothing; it does not make the file unreadable. */
function lenient<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (isYinxinError(error) && UNREADABLE.has(error.code)) return otherwise;
    throw error;
  }
}
