import { type PdfFile, type Placement, pages, placeByKeyword, seenBox } from '../../formats/pdf/index.ts';
import type { KeywordPlacement, VisibleSignature } from './options.ts';

/** Page (from 1) and place of a box; neither where an existing field has its own. */
export interface BoxPlace {
  readonly page?: number;
  readonly place?: Placement;
}

/** Resolves the place of a visible signature: keywords are looked for. Codes of {@link placeByKeyword}. */
export async function placeOf(file: PdfFile, { page, place }: VisibleSignature): Promise<BoxPlace> {
  if (place !== undefined && 'keyword' in place) return atKeyword(file, place);
  return { ...(page === undefined ? {} : { page }), ...(place === undefined ? {} : { place }) };
}

/** Moved onto the page where it would stick out. */
async function atKeyword(file: PdfFile, placement: KeywordPlacement): Promise<BoxPlace> {
  const { page, hit } = await placeByKeyword(file, placement);
  const { width, height, side = 'over', offset } = placement;
  const middle = { x: hit.x + (hit.width - width) / 2, y: hit.y + (hit.height - height) / 2 };
  const corner = {
    over: middle,
    right: { ...middle, x: hit.x + hit.width },
    left: { ...middle, x: hit.x - width },
    above: { ...middle, y: hit.y - height },
    below: { ...middle, y: hit.y + hit.height },
  }[side];
  const sheet = await file.read((document) => {
    for (const one of pages(document)) if (one.index === page - 1) return seenBox(one, one.visibleBox);
    return undefined;
  });
  const within = (at: number, length: number, whole: number): number =>
    Math.max(0, Math.min(at, whole - length));
  const x = within(corner.x + (offset?.x ?? 0), width, sheet?.width ?? Number.POSITIVE_INFINITY);
  const y = within(corner.y + (offset?.y ?? 0), height, sheet?.height ?? Number.POSITIVE_INFINITY);
  return { page, place: { corner: 'top-left', x, y, width, height } };
}
