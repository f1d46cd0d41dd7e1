import type { PdfArray, PdfObject } from '../../../../formats/pdf/index.ts';
import { sameValue } from '../same-value.ts';

/**
 * What an array gained; undefined when anything of it was taken away, doubled or put in another order. The old entries
 * must still stand there, in their order.
 */
export function additionsTo(before: PdfArray, after: PdfArray): PdfObject[] | undefined {
  const added: PdfObject[] = [];
  let next = 0;
  for (const item of after) {
    if (next < before.length && sameValue(before[next], item)) next++;
    else added.push(item);
  }
  return next === before.length ? added : undefined;
}
