import { YinxinError } from '../../foundation/core/index.ts';
import type { BoxMm, PageSide, PlacedSeal, RidingOptions, SizeMm } from './placement.ts';
import { riders } from './riders.ts';

/** One slice of a riding seal. */
export type RidingSlice = PlacedSeal & { readonly clip: BoxMm };

/** Thinner slices are within the tolerance to which geometry is verified: nobody could tell one from none. */
const MIN_SLICE_MM = 0.1;
/** Cuts lie on whole micrometres, so that slices written as decimals meet without gap or overlap. */
const UNITS_PER_MM = 1000;

/**
 * The slices of a riding seal, in the order of pages. The clips of one picture partition it without gap or overlap, in
 * page order; every slice touches the edge of its page and has the size that it has in the picture.
 *
 * ARGUMENT_INVALID: fewer than two pages to ride over, an edge shorter than the seal, slices thinner than 0.1 mm,
 * options out of range.
 */
export function ridingSlices(
  pages: readonly SizeMm[],
  seal: SizeMm,
  options: RidingOptions,
): readonly RidingSlice[] {
  const groups = riders(pages.length, options);
  const along = alongEdge(
    groups.flat().map((page) => pages[page - 1]!),
    seal,
    options,
  );
  return groups.flatMap((group) => {
    const cuts = cutsOf(seal, group.length, options);
    return group.map((page, index) =>
      slice(page, pages[page - 1]!, seal, options.side, along, cuts[index]!, cuts[index + 1]!),
    );
  });
}

/** The part of the page that a slice or seal is seen on. */
export function shownBox({ box, clip }: PlacedSeal): BoxMm {
  if (clip === undefined) return box;
  return { x: round(box.x + clip.x), y: round(box.y + clip.y), width: clip.width, height: clip.height };
}

function isUpright(side: PageSide): boolean {
  return side === 'right' || side === 'left';
}

/** Where the seal begins along the edge: one value for all pages, or the fanned pages would not show it whole. */
function alongEdge(pages: readonly SizeMm[], seal: SizeMm, { side, offset }: RidingOptions): number {
  const upright = isUpright(side);
  const shortest = pages.reduce(
    (least, page) => Math.min(least, upright ? page.height : page.width),
    Number.POSITIVE_INFINITY,
  );
  const length = upright ? seal.height : seal.width;
  const at = round(offset ?? (shortest - length) / 2);
  if (!(at >= 0) || at + length > shortest + 1 / UNITS_PER_MM) {
    throw invalid('the riding seal does not fit on the edge of every page', { edge: shortest, seal: length });
  }
  return at;
}

/** Where the picture is cut, in millimetres from its left or top: n + 1 values from 0 to its whole width. */
function cutsOf(seal: SizeMm, count: number, options: RidingOptions): readonly number[] {
  const whole = isUpright(options.side) ? seal.width : seal.height;
  const first = firstShare(count, options);
  const cuts = [0];
  for (let i = 0; i < count - 1; i++) cuts.push(round(whole * (first + ((1 - first) * i) / (count - 1))));
  cuts.push(whole);
  const thin = cuts.some((cut, index) => index > 0 && cut - cuts[index - 1]! < MIN_SLICE_MM);
  if (thin) {
    throw invalid(`a slice would be thinner than ${MIN_SLICE_MM} mm: let one seal ride over fewer pages`, {
      pages: count,
    });
  }
  return cuts;
}

function firstShare(count: number, { split, firstPageMinimum }: RidingOptions): number {
  const share = split === undefined || split === 'even' ? 1 / count : split;
  return Math.max(share, firstPageMinimum ?? 0);
}

function slice(
  page: number,
  size: SizeMm,
  seal: SizeMm,
  side: PageSide,
  along: number,
  from: number,
  to: number,
): RidingSlice {
  const upright = isUpright(side);
  const depth = upright ? size.width : size.height;
  const breadth = round(to - from);
  if (breadth > depth) throw invalid('a slice of the riding seal is wider than its page', { page });
  // The slice touches the edge; the picture that it is cut from lies around it, mostly off the page.
  const across = side === 'right' || side === 'bottom' ? round(depth - to) : round(-from);
  return upright
    ? {
        page,
        box: { x: across, y: along, width: seal.width, height: seal.height },
        clip: { x: from, y: 0, width: breadth, height: seal.height },
      }
    : {
        page,
        box: { x: along, y: across, width: seal.width, height: seal.height },
        clip: { x: 0, y: from, width: seal.width, height: breadth },
      };
}

function round(mm: number): number {
  const rounded = Math.round(mm * UNITS_PER_MM) / UNITS_PER_MM;
  return rounded === 0 ? 0 : rounded;
}

function invalid(message: string, details: Readonly<Record<string, unknown>>): YinxinError {
  return new YinxinError('ARGUMENT_INVALID', message, { details });
}
