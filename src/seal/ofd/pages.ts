import { type OfdDocument, type OfdPackage, pageBoxOf } from '../../formats/ofd/index.ts';
import { indexOfBytes, utf8, YinxinError } from '../../foundation/core/index.ts';
import type { SizeMm } from '../place/index.ts';

/** Without this name in it a page states no size of its own, and its content need not be read as XML. */
const OWN_SIZE = utf8('PhysicalBox');

/**
 * Sizes of all pages. The physical box is the sheet, and its corner the origin of the page (GB/T 33190-2016 clause
 * 7.5). OFD_INVALID where neither page nor document states one, and where two pages bear one identifier: a stamp
 * names its page by that, and would show on another.
 */
export async function pageSizes(ofd: OfdPackage, document: OfdDocument): Promise<readonly SizeMm[]> {
  if (new Set(document.pages.map(({ id }) => id)).size < document.pages.length) {
    throw new YinxinError('OFD_INVALID', 'two pages bear one identifier, so that no seal can name its page');
  }
  const sizes: SizeMm[] = [];
  for (const page of document.pages) {
    const own = indexOfBytes(await ofd.read(page.name), OWN_SIZE) !== -1;
    const box = own ? await pageBoxOf(ofd, document, page) : document.pageBox;
    if (box === undefined) {
      throw new YinxinError('OFD_INVALID', `${page.name} has no size, so that no seal can be placed on it`);
    }
    sizes.push({ width: box.width, height: box.height });
  }
  return sizes;
}
