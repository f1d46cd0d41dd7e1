import {
  type Box,
  intersection,
  type OfdBody,
  type OfdDocument,
  type OfdPackage,
  type OfdStamp,
  readDocument,
} from '../../formats/ofd/index.ts';
import { type Check, isYinxinError } from '../../foundation/core/index.ts';
import type { SealFacts } from '../../foundation/validation/index.ts';
import { quirk } from '../ses/index.ts';

/** Where stamps are shown, with what is odd about them. */
export interface Placements {
  readonly placements: SealFacts['placements'];
  readonly checks: readonly Check[];
}

const CLAUSE = 'GB/T 33190-2016 18.2.3';
/** A picture drawn this much larger or smaller than it was made is told. */
const TOLERANCE_MM = 0.5;

/** Documents of a package, each read once; `undefined` where one cannot be read. */
export class Documents {
  readonly #ofd: OfdPackage;
  readonly #known = new Map<string, Promise<OfdDocument | undefined>>();

  constructor(ofd: OfdPackage) {
    this.#ofd = ofd;
  }

  of(body: OfdBody): Promise<OfdDocument | undefined> {
    const known = this.#known.get(body.document) ?? this.#read(body);
    this.#known.set(body.document, known);
    return known;
  }

  async #read(body: OfdBody): Promise<OfdDocument | undefined> {
    try {
      return await readDocument(this.#ofd, body);
    } catch (error) {
      if (isYinxinError(error) && error.code !== 'IO_FAILED') return undefined;
      throw error;
    }
  }
}

/**
 * The stamps of a signature as pages and millimetres; of a clipped one (骑缝章) the part that is shown.
 * A stamp on a page that is not there is shown nowhere: it is told and left out.
 */
export async function placementsOf(
  stamps: readonly OfdStamp[],
  document: () => Promise<OfdDocument | undefined>,
  picture?: { readonly widthMm: number; readonly heightMm: number },
): Promise<Placements> {
  if (stamps.length === 0) return { placements: [], checks: [] };
  const pages = new Map<string, number>();
  for (const [index, { id }] of ((await document())?.pages ?? []).entries()) {
    if (!pages.has(id)) pages.set(id, index + 1);
  }
  let nowhere = 0;
  let scaled: Box | undefined;
  const placements = stamps.flatMap((stamp) => {
    const page = pages.get(stamp.pageRef);
    const shown = visibleBox(stamp);
    if (page === undefined || shown === undefined) {
      nowhere++;
      return [];
    }
    if (picture !== undefined && isScaled(stamp.boundary, picture)) scaled ??= stamp.boundary;
    return [{ page, ...shown }];
  });
  return { placements, checks: [...nowhereChecks(nowhere), ...scaledChecks(scaled, picture)] };
}

function nowhereChecks(count: number): Check[] {
  if (count === 0) return [];
  const detail = `${count} stamps are shown nowhere: their page is not in the document, or they have no area`;
  return [quirk('OFD_STAMP_NOWHERE', detail, CLAUSE)];
}

function scaledChecks(
  box: Box | undefined,
  picture: { readonly widthMm: number; readonly heightMm: number } | undefined,
): Check[] {
  if (box === undefined || picture === undefined) return [];
  const detail = `a stamp of ${box.width} × ${box.height} mm shows a picture made for ${picture.widthMm} × ${picture.heightMm} mm`;
  return [quirk('OFD_STAMP_SCALED', detail, CLAUSE)];
}

function visibleBox({ boundary, clip }: OfdStamp): Box | undefined {
  const part = clip === undefined ? boundary : { ...clip, x: boundary.x + clip.x, y: boundary.y + clip.y };
  return intersection(boundary, part);
}

function isScaled(box: Box, picture: { readonly widthMm: number; readonly heightMm: number }): boolean {
  return (
    Math.abs(box.width - picture.widthMm) > TOLERANCE_MM ||
    Math.abs(box.height - picture.heightMm) > TOLERANCE_MM
  );
}
