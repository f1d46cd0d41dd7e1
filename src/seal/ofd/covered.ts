import type { OfdStamp } from '../../formats/ofd/index.ts';
import { YinxinError } from '../../foundation/core/index.ts';
import type { OpenedOfd } from '../../sign/index.ts';
import { type BoxMm, type PlacedSeal, shownBox } from '../place/index.ts';

/** Places are written to the micrometre. */
const TOLERANCE_MM = 0.01;

/**
 * Refuses a seal over the whole of one that is there: nobody would see the earlier one, and of a riding seal a verifier
 * misses the slice. Seals that overlap in part are customary. ARGUMENT_INVALID.
 */
export function assertNothingCovered(placed: readonly PlacedSeal[], { document, existing }: OpenedOfd): void {
  const there = new Map<string, BoxMm[]>();
  for (const stamp of existing.stamps) {
    const boxes = there.get(stamp.pageRef) ?? [];
    boxes.push(shownOf(stamp));
    there.set(stamp.pageRef, boxes);
  }
  for (const seal of placed) {
    const boxes = there.get(document.pages[seal.page - 1]!.id) ?? [];
    const shown = shownBox(seal);
    if (!boxes.some((box) => contains(shown, box))) continue;
    throw new YinxinError('ARGUMENT_INVALID', 'the seal would hide one that is there: place it beside', {
      details: { page: seal.page },
    });
  }
}

function shownOf({ boundary, clip }: OfdStamp): BoxMm {
  return shownBox({ page: 0, box: boundary, ...(clip === undefined ? {} : { clip }) });
}

function contains(outer: BoxMm, inner: BoxMm): boolean {
  return (
    outer.x <= inner.x + TOLERANCE_MM &&
    outer.y <= inner.y + TOLERANCE_MM &&
    outer.x + outer.width >= inner.x + inner.width - TOLERANCE_MM &&
    outer.y + outer.height >= inner.y + inner.height - TOLERANCE_MM
  );
}
