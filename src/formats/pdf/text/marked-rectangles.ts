import { latin1 } from '../../../foundation/core/index.ts';
import type { PdfDocument } from '../document.ts';
import { PdfDict, PdfString } from '../object.ts';
import type { PdfPage } from '../pages.ts';
import { contentOperations } from './content-operators.ts';
import { pageContent } from './page-content.ts';

/** A filled rectangle in user space. */
export interface PdfRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const MAX_RECTANGLES = 200_000;

/**
 * Rectangles (`re`) that stand in marked content with this /Key on a page: how a drawn code is read back.
 * Nothing where the content is transformed (`cm`), painted otherwise than by one fill, or marked twice:
 * a code that cannot be read plainly is not read at all.
 */
export function markedRectangles(document: PdfDocument, page: PdfPage, key: string): PdfRect[] | undefined {
  const marks: (string | undefined)[] = [];
  let found: PdfRect[] | undefined;
  let transformed = false;
  let saved = 0;
  for (const { operator, operands } of contentOperations(pageContent(document, page))) {
    const inside = marks.includes(key);
    if (operator === 'BDC' || operator === 'BMC') {
      const mark = markKey(operands[1]);
      if (mark === key) {
        if (found !== undefined) return undefined;
        found = [];
      }
      marks.push(mark);
    } else if (operator === 'EMC') marks.pop();
    else if (operator === 'q') saved++;
    else if (operator === 'Q') {
      if (--saved === 0) transformed = false;
    } else if (operator === 'cm') transformed = true;
    else if (inside && operator === 're') {
      const [x, y, width, height] = operands;
      const numbers = [x, y, width, height].every((n) => typeof n === 'number');
      if (!numbers || transformed || found!.length === MAX_RECTANGLES) return undefined;
      found!.push({ x, y, width, height } as PdfRect);
    } else if (inside && operator !== 'f') return undefined;
  }
  return found;
}

function markKey(properties: unknown): string | undefined {
  const key = properties instanceof PdfDict ? properties.get('Key') : undefined;
  return key instanceof PdfString ? latin1(key.bytes) : undefined;
}
