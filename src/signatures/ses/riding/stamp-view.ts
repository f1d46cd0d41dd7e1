/** A rectangle in millimetres: x to the right, y downwards from the top left corner of the page as it is seen. */
export interface StampArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One appearance of a seal as a person sees it: after rotation and crop of the page. */
export interface StampView {
  /** From 1. Absent: on no page of the document. */
  readonly page?: number;
  /** Size of the page as it is seen, in millimetres. Absent where it is not known. */
  readonly pageSize?: { readonly width: number; readonly height: number };
  /** Where the whole picture lies, or would lie if all of it were shown. */
  readonly picture: StampArea;
  /** The part of it that is drawn, on the page, before the page cuts it. Unset: all of it. */
  readonly shown?: StampArea;
  /** Why nobody sees it (flags, optional content, no opacity), in words; unset: it is drawn. */
  readonly hidden?: string;
}

/** To which geometry is verified: a tenth of a millimetre cannot be seen on paper. */
export const TOLERANCE_MM = 0.1;

/** The part of the picture that can be seen: drawn, within the picture, on the page. Absent: none of it. */
export function visiblePart(stamp: StampView): StampArea | undefined {
  if (stamp.page === undefined || stamp.hidden !== undefined) return undefined;
  const drawn = stamp.shown === undefined ? stamp.picture : common(stamp.shown, stamp.picture);
  if (drawn === undefined || stamp.pageSize === undefined) return drawn;
  return common(drawn, { x: 0, y: 0, ...stamp.pageSize });
}

/** What two rectangles have in common, if it has an area. */
export function common(a: StampArea, b: StampArea): StampArea | undefined {
  const [x, width] = overlap(a.x, a.width, b.x, b.width);
  const [y, height] = overlap(a.y, a.height, b.y, b.height);
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

/** Cut by page and clip to less than the whole picture, by more than can be overlooked. */
export function isLess(part: StampArea, whole: StampArea): boolean {
  return whole.width - part.width > TOLERANCE_MM || whole.height - part.height > TOLERANCE_MM;
}

function overlap(a: number, aLength: number, b: number, bLength: number): readonly [number, number] {
  const from = Math.max(a, b);
  return [from, Math.min(a + aLength, b + bLength) - from];
}
