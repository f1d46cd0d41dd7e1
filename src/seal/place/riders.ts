import { YinxinError } from '../../foundation/core/index.ts';
import type { RidingOptions } from './placement.ts';

/** A picture of 42 mm on 20 pages leaves slices of 2 mm, which can still be compared on paper. */
const DEFAULT_PAGES_PER_SEAL = 20;

/** The pages that carry slices, in page order, one list for each picture. ARGUMENT_INVALID. */
export function riders(pageCount: number, options: RidingOptions): readonly (readonly number[])[] {
  assertOptions(options);
  const { skipFirst = 0, skipLast = 0, duplex = false } = options;
  const carrying: number[] = [];
  for (let page = 1 + skipFirst; page <= pageCount - skipLast; page++) {
    if (!duplex || page % 2 === 1) carrying.push(page);
  }
  if (carrying.length < 2) {
    throw new YinxinError('ARGUMENT_INVALID', 'a riding seal needs at least two pages to ride over', {
      details: { pages: carrying.length },
    });
  }
  return inGroups(carrying, options.pagesPerSeal ?? DEFAULT_PAGES_PER_SEAL);
}

/** As few pictures as the limit allows, over numbers of pages that differ by one at most. */
function inGroups(pages: readonly number[], limit: number): readonly (readonly number[])[] {
  const needed = Math.ceil(pages.length / limit);
  const count = Math.min(needed, Math.floor(pages.length / 2));
  return Array.from({ length: count }, (_, i) =>
    pages.slice(Math.floor((i * pages.length) / count), Math.floor(((i + 1) * pages.length) / count)),
  );
}

function assertOptions(options: RidingOptions): void {
  const { pagesPerSeal, split, firstPageMinimum, skipFirst, skipLast, offset } = options;
  const share = (value: unknown): boolean => typeof value === 'number' && value > 0 && value < 1;
  const count = (value: unknown, least: number): boolean =>
    Number.isSafeInteger(value) && (value as number) >= least;
  demand(['right', 'left', 'top', 'bottom'].includes(options.side), 'side');
  demand(offset === undefined || Number.isFinite(offset), 'offset');
  demand(split === undefined || split === 'even' || share(split), 'split');
  demand(firstPageMinimum === undefined || share(firstPageMinimum), 'firstPageMinimum');
  demand(pagesPerSeal === undefined || count(pagesPerSeal, 2), 'pagesPerSeal');
  demand(skipFirst === undefined || count(skipFirst, 0), 'skipFirst');
  demand(skipLast === undefined || count(skipLast, 0), 'skipLast');
}

function demand(sound: boolean, option: keyof RidingOptions): void {
  if (sound) return;
  throw new YinxinError('ARGUMENT_INVALID', `${option} of the riding seal is out of range`, {
    details: { option },
  });
}
