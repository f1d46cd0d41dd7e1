import { type PdfDocument, pages } from '../../../formats/pdf/index.ts';
import { isYinxinError } from '../../../foundation/core/index.ts';

/** Numbers of pages by their objects, counted when first asked for. */
export function pageNumbers(document: PdfDocument): (object: number) => number | undefined {
  let known: ReadonlyMap<number, number> | undefined;
  return (object) => {
    known ??= countPages(document);
    return known.get(object);
  };
}

/** As far as the page tree can be read: the numbers are for words alone. */
function countPages(document: PdfDocument): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>();
  try {
    for (const page of pages(document)) numbers.set(page.ref.num, page.index + 1);
  } catch (error) {
    if (!isYinxinError(error)) throw error;
  }
  return numbers;
}
