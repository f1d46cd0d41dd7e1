import { type OfdDocument, type OfdPackage, pageBoxOf } from '../../formats/ofd/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import type { SizeMm } from '../place/index.ts';

/**
 * Sizes of all pages. The physical box is the sheet, and its corner the origin of the page (GB/T 33190-2016 clause
 * 7.5). OFD_INVALID where neither page nor document states one.
 */
export async function pageSizes(ofd: OfdPackage, document: OfdDocument): Promise<readonly SizeMm[]> {
  const sizes: SizeMm[] = [];
  for (const page of document.pages) {
    const box = await pageBoxOf(ofd, document, page);
    if (box === undefined) {
      throw new YinxinError('OFD_INVALID', `${page.name} has no size, so that no seal can be placed on it`);
    }
    sizes.push({ width: box.width, height: box.height });
  }
  return sizes;
}
