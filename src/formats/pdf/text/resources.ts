import type { PdfDocument } from '../document.ts';
import { PdfDict } from '../object.ts';

const MAX_PARENTS = 64;

/** The resources of a page: its own, or those of the nearest node above it (ISO 32000-1, 7.7.3.4). */
export function inheritedResources(document: PdfDocument, page: PdfDict): PdfDict {
  let node: PdfDict | undefined = page;
  for (let i = 0; node !== undefined && i < MAX_PARENTS; i++) {
    const resources = document.dict(node.get('Resources'));
    if (resources !== undefined) return resources;
    node = document.dict(node.get('Parent'));
  }
  return PdfDict.of({});
}
