import { isLess, type StampArea, type StampView, TOLERANCE_MM, visiblePart } from './stamp-view.ts';

/** The edge of the page that a slice stands on. */
export type Edge = 'left' | 'right' | 'top' | 'bottom';

/** One slice of a riding seal, in the terms of its edge. `across` the edge the picture is cut, `along` it it is whole. */
export interface Slice {
  readonly page: number;
  readonly edge: Edge;
  /** Distance to the edge; 0 when it touches. */
  readonly distance: number;
  /** The part shown, within the picture, across the edge: from its left or top. */
  readonly from: number;
  readonly to: number;
  /** Size of the whole picture, across and along. */
  readonly across: number;
  readonly along: number;
  /** Where the picture begins along the edge, and how long the edge is. */
  readonly offset: number;
  readonly edgeLength: number;
}

/**
 * Stamps that show a part of the picture alone. A part is told by its clip; where the page alone cuts stamps, two of
 * them make a riding seal, and one that sticks out is a stamp put down badly.
 */
export function slicesOf(stamps: readonly StampView[]): readonly StampView[] {
  const clipped = stamps.filter(isClipped);
  const cut = stamps.filter((stamp) => !isClipped(stamp) && isCutByPage(stamp));
  return clipped.length > 0 || cut.length > 1 ? [...clipped, ...cut] : [];
}

/** A stamp of which the page shows a part only. */
export function isCutByPage(stamp: StampView): boolean {
  const part = visiblePart(stamp);
  return part !== undefined && isLess(part, stamp.picture);
}

function isClipped({ shown, picture }: StampView): boolean {
  return shown !== undefined && isLess(shown, picture);
}

/** The slice as its edge sees it; `undefined` where it is cut in both directions, or its page has no known size. */
export function sliceOf(stamp: StampView, part: StampArea): Slice | undefined {
  const { picture, page, pageSize } = stamp;
  if (page === undefined || pageSize === undefined) return undefined;
  const wholeHeight = picture.height - part.height <= TOLERANCE_MM;
  const wholeWidth = picture.width - part.width <= TOLERANCE_MM;
  if (wholeHeight) {
    const [left, right] = [part.x, pageSize.width - part.x - part.width];
    return {
      page,
      ...nearest('left', left, 'right', right),
      from: part.x - picture.x,
      to: part.x - picture.x + part.width,
      across: picture.width,
      along: picture.height,
      offset: picture.y,
      edgeLength: pageSize.height,
    };
  }
  if (!wholeWidth) return undefined;
  const [top, bottom] = [part.y, pageSize.height - part.y - part.height];
  return {
    page,
    ...nearest('top', top, 'bottom', bottom),
    from: part.y - picture.y,
    to: part.y - picture.y + part.height,
    across: picture.height,
    along: picture.width,
    offset: picture.x,
    edgeLength: pageSize.width,
  };
}

function nearest(a: Edge, toA: number, b: Edge, toB: number): Pick<Slice, 'edge' | 'distance'> {
  return toA < toB ? { edge: a, distance: toA } : { edge: b, distance: toB };
}
