import { YinxinError } from '../../foundation/core/index.ts';
import type {
  BoxMm,
  KeywordPlacement,
  PlacedSeal,
  PointPlacement,
  SealPlacement,
  SizeMm,
} from './placement.ts';
import { ridingSlices } from './riding.ts';

/** What placements are resolved against. */
export interface PlacementContext {
  /** Pages as they are seen, in order. */
  readonly pages: readonly SizeMm[];
  readonly seal: SizeMm;
  /** Where a text stands on a page (from 1), in the order of the text. Asked only for keywords. */
  findText(text: string, page: number): Promise<readonly BoxMm[]>;
}

/** Lengths are written to the micrometre. */
const TOLERANCE_MM = 0.001;
/** Longer ones are sentences. */
const MAX_KEYWORD = 200;

/**
 * The places of all placements: page, box of the picture, and slice of it. ARGUMENT_INVALID for pages that are not
 * there, a seal that sticks out of its page, no placement at all; SEAL_KEYWORD_NOT_FOUND where a keyword is missing or
 * stands in several places and none was chosen; the codes of `findText`.
 */
export async function resolvePlacements(
  placements: readonly SealPlacement[],
  context: PlacementContext,
): Promise<readonly PlacedSeal[]> {
  if (placements.length === 0) throw invalid('no place is given for the seal', {});
  const out: PlacedSeal[] = [];
  for (const placement of placements) {
    for (const placed of await resolve(placement, context)) out.push(placed);
  }
  return out;
}

async function resolve(placement: SealPlacement, context: PlacementContext): Promise<readonly PlacedSeal[]> {
  switch (placement.kind) {
    case 'point':
      return atPoint(placement, context);
    case 'keyword':
      return atKeyword(placement, context);
    case 'riding':
      return ridingSlices(context.pages, context.seal, placement);
    default:
      throw invalid('the kind of the placement is unknown', {});
  }
}

function atPoint({ page, x, y }: PointPlacement, { pages, seal }: PlacementContext): readonly PlacedSeal[] {
  const numbers = page === 'all' ? pages.map((_, index) => index + 1) : [page].flat();
  if (numbers.length === 0) throw invalid('no page is given for the seal', {});
  return numbers.map((number) => {
    const box = { x, y, ...sizeOf(seal) };
    assertOnPage(box, number, sizeOfPage(pages, number));
    return { page: number, box };
  });
}

async function atKeyword(
  placement: KeywordPlacement,
  context: PlacementContext,
): Promise<readonly PlacedSeal[]> {
  const { pages, seal } = context;
  const { text, firstPage = 1, lastPage = pages.length, offsetX = 0, offsetY = 0 } = placement;
  if (text.trim() === '' || text.length > MAX_KEYWORD)
    throw invalid('the keyword is empty or no keyword', {});
  sizeOfPage(pages, firstPage);
  sizeOfPage(pages, lastPage);
  const hits: { page: number; at: BoxMm }[] = [];
  for (let page = firstPage; page <= lastPage; page++) {
    for (const at of await context.findText(text, page)) hits.push({ page, at });
  }
  return chosen(hits, placement.occurrence).map(({ page, at }) => {
    const size = sizeOfPage(pages, page);
    const box = {
      x: within(at.x + at.width / 2 + offsetX - seal.width / 2, size.width - seal.width),
      y: within(at.y + at.height / 2 + offsetY - seal.height / 2, size.height - seal.height),
      ...sizeOf(seal),
    };
    assertOnPage(box, page, size);
    return { page, box };
  });
}

function chosen<T>(hits: readonly T[], occurrence: number | 'all' | undefined): readonly T[] {
  const found = hitsOf(hits, occurrence);
  if (found.length > 0) return found;
  const message =
    hits.length === 0
      ? 'the keyword does not stand on any of the pages'
      : 'the keyword stands in several places, or not so often: say which occurrence';
  throw new YinxinError('SEAL_KEYWORD_NOT_FOUND', message, { details: { hits: hits.length } });
}

function hitsOf<T>(hits: readonly T[], occurrence: number | 'all' | undefined): readonly T[] {
  if (occurrence === 'all') return hits;
  if (occurrence === undefined) return hits.length === 1 ? hits : [];
  if (!Number.isSafeInteger(occurrence) || occurrence === 0) {
    throw invalid('occurrence counts from 1, or from -1 backwards', { occurrence });
  }
  const hit = hits.at(occurrence > 0 ? occurrence - 1 : occurrence);
  return hit === undefined ? [] : [hit];
}

/** A seal larger than the page is found out afterwards. */
function within(value: number, most: number): number {
  return Math.round(Math.max(0, Math.min(value, most)) * 1000) / 1000;
}

function sizeOf({ width, height }: SizeMm): SizeMm {
  return { width, height };
}

function sizeOfPage(pages: readonly SizeMm[], page: number): SizeMm {
  const size = pages[page - 1];
  if (size === undefined) throw invalid('the document has no such page', { page, pages: pages.length });
  return size;
}

function assertOnPage({ x, y, width, height }: BoxMm, page: number, size: SizeMm): void {
  const inside =
    x >= -TOLERANCE_MM &&
    y >= -TOLERANCE_MM &&
    x + width <= size.width + TOLERANCE_MM &&
    y + height <= size.height + TOLERANCE_MM;
  if (!inside) throw invalid('the seal would stick out of the page', { page });
}

function invalid(message: string, details: Readonly<Record<string, unknown>>): YinxinError {
  return new YinxinError('ARGUMENT_INVALID', message, { details });
}
