import { latin1 } from '../../../foundation/core/index.ts';
import type { PdfDocument } from '../document.ts';
import { PdfDict, PdfString } from '../object.ts';
import type { PdfPage } from '../pages.ts';
import { contentOperations, type Operation } from './content-operators.ts';
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
  const operations = [...contentOperations(pageContent(document, page))];
  const starts = operations.flatMap((o, i) =>
    o.operator === 'BDC' && markKey(o.operands[1]) === key ? [i] : [],
  );
  const start = starts[0];
  if (start === undefined || starts.length > 1 || isTransformed(operations.slice(0, start))) return undefined;
  const rectangles: PdfRect[] = [];
  for (const { operator, operands } of operations.slice(start + 1)) {
    if (operator === 'EMC') return rectangles;
    if (operator === 'f') continue;
    const [x, y, width, height] = operands;
    const numbers = [x, y, width, height].every((n) => typeof n === 'number');
    if (operator !== 're' || !numbers || rectangles.length === MAX_RECTANGLES) return undefined;
    rectangles.push({ x, y, width, height } as PdfRect);
  }
  return undefined;
}

/** A `cm` is in force after these operators. */
function isTransformed(operations: readonly Operation[]): boolean {
  const saved: boolean[] = [];
  let transformed = false;
  for (const { operator } of operations) {
    if (operator === 'q') saved.push(transformed);
    else if (operator === 'Q') transformed = saved.pop() ?? false;
    else if (operator === 'cm') transformed = true;
  }
  return transformed;
}

function markKey(properties: unknown): string | undefined {
  const key = properties instanceof PdfDict ? properties.get('Key') : undefined;
  return key instanceof PdfString ? latin1(key.bytes) : undefined;
}
