/** Width and height in millimetres: of a page as it is seen (after rotation and crop), or of a seal picture. */
export interface SizeMm {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in millimetres; x to the right, y downwards from the top left corner. */
export interface BoxMm extends SizeMm {
  readonly x: number;
  readonly y: number;
}

/** Where a seal stands. Pages count from 1; millimetres from the top left corner of the page as it is seen. */
export type SealPlacement = PointPlacement | KeywordPlacement | RidingPlacement;

/** The seal in true size with its top left corner at a point. It must lie on the page with all of its area. */
export interface PointPlacement {
  readonly kind: 'point';
  /** One page, some, or all of them. */
  readonly page: number | readonly number[] | 'all';
  readonly x: number;
  readonly y: number;
}

/** The centre of the seal over the centre of a text on the page, moved onto the page where it would stick out. */
export interface KeywordPlacement {
  readonly kind: 'keyword';
  /** Text to find on one page, as it stands there; white space is not compared. */
  readonly text: string;
  /**
   * Which hit, in the order of pages and text: 1 is the first, -1 the last, `all` every one. Unset: there must be
   * exactly one, because a seal at the wrong one cannot be taken back.
   */
  readonly occurrence?: number | 'all';
  /** Pages to look on. Unset: all. */
  readonly firstPage?: number;
  readonly lastPage?: number;
  /** Millimetres that the seal is moved to the right and downwards from the centre of the text. */
  readonly offsetX?: number;
  readonly offsetY?: number;
}

/** An edge of the page as it is seen. */
export type PageSide = 'right' | 'left' | 'top' | 'bottom';

/**
 * A riding seal (骑缝章): the picture cut into slices, one on the same edge of each page, so that the pages fanned out
 * show it whole. Slices follow the pages from the left of the picture (sides) or from its top (top and bottom).
 */
export interface RidingPlacement extends RidingOptions {
  readonly kind: 'riding';
}

/** How a picture rides over pages. */
export interface RidingOptions {
  readonly side: PageSide;
  /**
   * Millimetres along the edge: from its top (or left) end to the seal. The same on all pages. Unset: in the middle of
   * the shortest of these edges.
   */
  readonly offset?: number;
  /** `even`, or the share of the picture (0–1, exclusive) on the first page of each seal; the rest is even. Unset: even. */
  readonly split?: 'even' | number;
  /**
   * Most pages that one picture rides over; longer documents get several, as nearly equal as can be. Never one page
   * alone: where pages would be left over, a seal spans one more. At least 2; unset: 20.
   */
  readonly pagesPerSeal?: number;
  /** Least share of the picture (0–1, exclusive) on the first page of each seal. Unset: none. */
  readonly firstPageMinimum?: number;
  /** Pages without a slice at the beginning (a cover) and at the end. Unset: 0. */
  readonly skipFirst?: number;
  readonly skipLast?: number;
  /** Printed on both sides: only fronts (odd pages of the document) carry slices. Unset: false. */
  readonly duplex?: boolean;
}

/** The picture, or a slice of it, on one page. */
export interface PlacedSeal {
  /** 1 is the first page. */
  readonly page: number;
  /** The whole picture on the page; that of a riding seal reaches over the edge. */
  readonly box: BoxMm;
  /** Part of the picture that is shown, within the picture. Unset: all of it. */
  readonly clip?: BoxMm;
}
