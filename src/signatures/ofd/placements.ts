import type { OfdStamp } from '../../formats/ofd/index.ts';
import type { Check } from '../../foundation/core/index.ts';
import type { SealFacts } from '../../foundation/validation/index.ts';
import { checkRiding, quirk, type StampArea, type StampView, visiblePart } from '../ses/index.ts';
import type { SeenDocument } from './documents.ts';

/** Where stamps are shown, with what is odd about them. */
export interface Placements {
  readonly placements: SealFacts['placements'];
  readonly checks: readonly Check[];
}

const CLAUSE = 'GB/T 33190-2016 18.2.3';
/** A picture drawn this much larger or smaller than it was made is told. */
const TOLERANCE_MM = 0.5;

/**
 * The stamps of a signature as pages and millimetres; of a clipped one (骑缝章) the part that is shown. Slices must make
 * whole pictures (`checkRiding`). A stamp that is shown nowhere is told and left out.
 */
export async function placementsOf(
  stamps: readonly OfdStamp[],
  document: () => Promise<SeenDocument | undefined>,
  picture?: { readonly widthMm: number; readonly heightMm: number },
): Promise<Placements> {
  if (stamps.length === 0) return { placements: [], checks: [] };
  const seen = await document();
  const views: StampView[] = [];
  for (const stamp of stamps) views.push(await viewOf(stamp, seen));
  let nowhere = 0;
  let scaled: StampView | undefined;
  const placements = views.flatMap((view) => {
    const shown = visiblePart(view);
    if (view.page === undefined || shown === undefined) {
      nowhere++;
      return [];
    }
    if (picture !== undefined && isScaled(view.picture, picture)) scaled ??= view;
    return [{ page: view.page, ...shown }];
  });
  const riding = checkRiding(views, seen?.document.pages.length ?? 0);
  // Slices that nobody sees are told where they are missing.
  const told = riding.some(({ code }) => code === 'RIDING_HIDDEN');
  return {
    placements,
    checks: [...nowhereChecks(told ? 0 : nowhere), ...scaledChecks(scaled?.picture, picture), ...riding],
  };
}

async function viewOf(
  { pageRef, boundary, clip }: OfdStamp,
  seen: SeenDocument | undefined,
): Promise<StampView> {
  const shown = clip === undefined ? undefined : { ...clip, x: boundary.x + clip.x, y: boundary.y + clip.y };
  const page = seen?.numbers.get(pageRef);
  const pageSize = page === undefined ? undefined : await seen!.sizeOf(page);
  return {
    picture: boundary,
    ...(shown === undefined ? {} : { shown }),
    ...(page === undefined ? {} : { page }),
    ...(pageSize === undefined ? {} : { pageSize }),
  };
}

function nowhereChecks(count: number): Check[] {
  if (count === 0) return [];
  const detail = `${count} stamps are shown nowhere: their page is not in the document, or they have no area on it`;
  return [quirk('OFD_STAMP_NOWHERE', detail, CLAUSE)];
}

function scaledChecks(
  box: StampArea | undefined,
  picture: { readonly widthMm: number; readonly heightMm: number } | undefined,
): Check[] {
  if (box === undefined || picture === undefined) return [];
  const detail = `a stamp of ${box.width} × ${box.height} mm shows a picture made for ${picture.widthMm} × ${picture.heightMm} mm`;
  return [quirk('OFD_STAMP_SCALED', detail, CLAUSE)];
}

function isScaled(box: StampArea, picture: { readonly widthMm: number; readonly heightMm: number }): boolean {
  return (
    Math.abs(box.width - picture.widthMm) > TOLERANCE_MM ||
    Math.abs(box.height - picture.heightMm) > TOLERANCE_MM
  );
}
