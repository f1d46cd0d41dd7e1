import { YinxinError } from '../../../foundation/core/index.ts';
import { addImageAppearance } from '../appearance.ts';
import type { PdfDocument } from '../document.ts';
import type { ShownWidget } from '../form-update.ts';
import type { IncrementalUpdate } from '../incremental-update.ts';
import { PdfDict, PdfName, type PdfRef } from '../object.ts';
import { type PdfPage, pages } from '../pages.ts';
import { type Placement, rectangleOnPage } from '../placement.ts';
import type { SignatureAppearance } from '../signature-field.ts';
import { encodeTextString } from '../text-string.ts';

/**
 * A picture on a page beside that of the signature field, which has one alone (ISO 32000-1 12.7.4.5: a signature field
 * never refers to more than one annotation): the further slices of a riding seal, the seal on further pages.
 */
export interface PdfStamp extends SignatureAppearance {
  /** 1 is the first page. */
  readonly page: number;
  readonly place: Placement;
  /** /NM: a name of its own on its page. */
  readonly name: string;
  /** /Contents: what it is, for those who cannot see it. */
  readonly contents?: string;
}

/** Print, ReadOnly, Locked and LockedContents (ISO 32000-1, table 165). */
const STAMP_FLAGS = 4 | 64 | 128 | 512;

/** Writes stamp annotations with their appearances; nothing shows them yet. ARGUMENT_INVALID (page, place). */
export function addStamps(
  document: PdfDocument,
  update: IncrementalUpdate,
  stamps: readonly PdfStamp[],
): ShownWidget[] {
  if (stamps.length === 0) return [];
  const wanted = new Set(stamps.map(({ page }) => page));
  const found = new Map<number, PdfPage>();
  for (const page of pages(document)) if (wanted.has(page.index + 1)) found.set(page.index + 1, page);
  return stamps.map((stamp) => {
    const page = found.get(stamp.page);
    if (page === undefined) {
      throw new YinxinError('ARGUMENT_INVALID', 'the document has no such page', {
        details: { page: stamp.page },
      });
    }
    return { page, ref: addStamp(document, update, stamp, page) };
  });
}

function addStamp(document: PdfDocument, update: IncrementalUpdate, stamp: PdfStamp, page: PdfPage): PdfRef {
  const rectangle = rectangleOnPage(page, stamp.place);
  return update.add(
    PdfDict.of({
      Type: new PdfName('Annot'),
      Subtype: new PdfName('Stamp'),
      NM: encodeTextString(stamp.name),
      Contents: stamp.contents === undefined ? undefined : encodeTextString(stamp.contents),
      F: STAMP_FLAGS,
      Rect: [rectangle.left, rectangle.bottom, rectangle.right, rectangle.top],
      P: page.ref,
      AP: PdfDict.of({
        N: addImageAppearance(document, update, stamp.image, rectangle, page, stamp.window),
      }),
    }),
  );
}
