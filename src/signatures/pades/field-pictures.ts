import {
  type DrawnPicture,
  drawnPictures,
  type PdfDict,
  type PdfDocument,
  type PdfRef,
  pages,
  readFields,
  type StoredPicture,
  stampName,
} from '../../formats/pdf/index.ts';
import type { SealFacts } from '../../foundation/validation/index.ts';
import { isStampOf } from '../ses/index.ts';

/** What a signature field shows on the pages, with the stamps that belong to it. */
export interface FieldPictures {
  readonly drawn: readonly DrawnPicture[];
  readonly pageCount: number;
  /** The field has a widget that no page lists, or that is no object of its own: readers may show it or not. */
  readonly unplaced: boolean;
}

/** The pictures of a field and of its stamps, at a state of the file (unset: the newest), in page order. */
export function fieldPictures(
  document: PdfDocument,
  fieldName: string,
  revision: number | undefined,
  isKnown?: (stored: StoredPicture) => boolean,
): FieldPictures {
  const field = readFields(document, revision).fields.find(({ name }) => name === fieldName);
  const widgets = new Set(field?.widgets.flatMap(({ ref }) => (ref === undefined ? [] : [ref.num])));
  const view = document.view(revision);
  const wanted = (dict: PdfDict, ref: PdfRef): boolean => {
    if (widgets.has(ref.num)) return true;
    const name = stampName(view, dict);
    return name !== undefined && isStampOf(name, fieldName);
  };
  const drawn = drawnPictures(document, revision, wanted, isKnown);
  let pageCount = 0;
  for (const _page of pages(document, revision)) pageCount++;
  const placed = drawn.filter(({ isWidget }) => isWidget).length;
  return { drawn, pageCount, unplaced: placed !== (field?.widgets.length ?? 0) };
}

/** As placements of the report: what is seen of the field, in hundredths of a millimetre. */
export function placementsOf({ drawn }: FieldPictures): SealFacts['placements'] {
  const round = (mm: number): number => Math.round(mm * 100) / 100;
  return drawn.map(({ page, shown }) => ({
    page,
    x: round(shown.x),
    y: round(shown.y),
    width: round(shown.width),
    height: round(shown.height),
  }));
}
