import { type PdfDocument, type PdfPage, PdfRef, pages, readFields } from '../../formats/pdf/index.ts';
import type { SealFacts } from '../../foundation/validation/index.ts';

const MM_PER_POINT = 25.4 / 72;

/**
 * Where the widgets of a field stand: page from 1, millimetres from the top left corner of the visible page.
 * Widgets on turned pages and those that no page lists are left out.
 */
export function placementsOf(document: PdfDocument, fieldName: string): SealFacts['placements'] {
  const field = readFields(document).fields.find((candidate) => candidate.name === fieldName);
  const widgets = new Set(field?.widgets.flatMap(({ ref }) => (ref === undefined ? [] : [ref.num])));
  if (widgets.size === 0) return [];
  return [...pages(document)].flatMap((page) => placedOn(document, page, widgets));
}

function placedOn(
  document: PdfDocument,
  page: PdfPage,
  widgets: ReadonlySet<number>,
): SealFacts['placements'] {
  if (page.rotate !== 0) return [];
  const annotations = document.array(page.dict.get('Annots')) ?? [];
  return annotations.flatMap((annotation) => {
    if (!(annotation instanceof PdfRef) || !widgets.has(annotation.num)) return [];
    const rectangle = document.array(document.dict(annotation)?.get('Rect'))?.map((n) => document.resolve(n));
    if (rectangle?.length !== 4 || !rectangle.every((n) => typeof n === 'number')) return [];
    const [x1, y1, x2, y2] = rectangle as [number, number, number, number];
    const millimetres = (points: number): number =>
      Math.round(points * page.userUnit * MM_PER_POINT * 100) / 100;
    return [
      {
        page: page.index + 1,
        x: millimetres(Math.min(x1, x2) - page.visibleBox.left),
        y: millimetres(page.visibleBox.top - Math.max(y1, y2)),
        width: millimetres(Math.abs(x2 - x1)),
        height: millimetres(Math.abs(y2 - y1)),
      },
    ];
  });
}
